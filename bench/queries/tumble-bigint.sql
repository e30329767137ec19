CREATE SOURCE bid (
  auction BIGINT NOT NULL,
  price BIGINT NOT NULL,
  ts TIMESTAMP(6) NOT NULL,
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
) WITH (format = 'arrow');

SELECT auction, window_start, COUNT(*) AS n, SUM(price) AS total, MAX(price) AS highest
FROM TUMBLE(bid, ts, INTERVAL '10' SECOND)
GROUP BY auction, window_start;
