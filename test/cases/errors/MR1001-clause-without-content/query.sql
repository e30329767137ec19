-- proves: a clause without its content is reported at what stands there instead
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
SELECT price
FROM /*here*/WHERE/*here*/ price > 100;
