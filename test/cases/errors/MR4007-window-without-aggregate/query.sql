-- proves: the rows of a window are grouped by it
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
SELECT price
FROM /*here*/TUMBLE(bid, ts, INTERVAL '1' MINUTE)/*here*/;
