-- proves: a comment without its end, where an inner one has closed
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
SELECT price FROM bid /*here*//*/*here*/ all /* of */ them;
