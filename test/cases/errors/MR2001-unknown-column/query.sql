-- proves: a column that does not exist, with the columns that do
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
SELECT /*here*/chanel/*here*/, window_start, COUNT(*) AS n
FROM TUMBLE(bid, ts, INTERVAL '1' MINUTE)
GROUP BY channel, window_start;
