-- proves: the work for one row is bounded
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
SELECT COUNT(*) AS n
FROM HOP(bid, ts, INTERVAL '1' SECOND, INTERVAL '1' DAY)
/*here*/GROUP BY window_end/*here*/
EMIT AFTER WATERMARK;
