-- proves: the timing of a window is said once
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
SELECT n FROM (
  SELECT COUNT(*) AS n FROM TUMBLE(bid, ts, INTERVAL '1' MINUTE) GROUP BY window_end EMIT ON WINDOW CLOSE
)
/*here*/EMIT FINAL/*here*/;
