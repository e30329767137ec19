-- proves: results that are taken back cannot be aggregated again
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
SELECT MAX(n) AS m
FROM TUMBLE((
  SELECT window_time AS t, COUNT(*) AS n FROM TUMBLE(bid, ts, INTERVAL '1' SECOND) GROUP BY window_time
  ALLOW LATENESS INTERVAL '5' SECOND
), t, INTERVAL '1' MINUTE)
/*here*/GROUP BY window_end/*here*/;
