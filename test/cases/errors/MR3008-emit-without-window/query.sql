-- proves: without a window there is nothing to time
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
SELECT price FROM bid
/*here*/EMIT ON WINDOW CLOSE/*here*/;
