-- proves: a window cannot close before its end
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
SELECT COUNT(*) AS n FROM TUMBLE(bid, ts, INTERVAL '1' SECOND) GROUP BY window_end
ALLOW LATENESS /*here*/INTERVAL '-5' SECOND/*here*/;
