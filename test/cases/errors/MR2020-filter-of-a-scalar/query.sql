-- proves: FILTER says which rows an aggregate sees
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
SELECT abs(price) /*here*/FILTER (WHERE price > 1)/*here*/ AS p FROM bid;
