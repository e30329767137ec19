-- proves: a function over a type that it does not take
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
SELECT /*here*/length(price)/*here*/ AS n FROM bid;
