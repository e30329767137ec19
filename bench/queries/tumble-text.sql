CREATE SOURCE bid (
  channel TEXT NOT NULL,
  price BIGINT NOT NULL,
  ts TIMESTAMP(6) NOT NULL,
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
) WITH (format = 'arrow');

SELECT channel, window_start, COUNT(*) AS n, SUM(price) AS total, MAX(price) AS highest
FROM TUMBLE(bid, ts, INTERVAL '10' SECOND)
GROUP BY channel, window_start;
