-- proves: a number in GROUP BY is a position in SELECT
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
SELECT window_end, COUNT(*) AS n
FROM TUMBLE(bid, ts, INTERVAL '1' MINUTE)
GROUP BY 1, /*here*/3/*here*/;
