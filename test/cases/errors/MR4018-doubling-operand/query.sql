-- proves: operands that are written out twice grow without bound
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
SELECT NULLIF(NULLIF(NULLIF(NULLIF(NULLIF(NULLIF(NULLIF(NULLIF(NULLIF(/*here*/NULLIF(NULLIF(NULLIF(NULLIF(NULLIF(NULLIF(NULLIF(NULLIF(price, 1), 1), 1), 1), 1), 1), 1), 1)/*here*/, 1), 1), 1), 1), 1), 1), 1), 1), 1) AS p FROM bid;
