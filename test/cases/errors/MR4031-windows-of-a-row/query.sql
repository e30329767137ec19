-- proves: a row can be in a million windows, not in one more, however they are sent
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(6),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
SELECT COUNT(*) AS n
FROM HOP(bid, ts, INTERVAL '1' MILLISECOND, INTERVAL '1000.001' SECOND)
/*here*/GROUP BY window_end/*here*/;
