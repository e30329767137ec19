-- proves: a type that does not exist
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
SELECT CAST(price AS /*here*/BIGNIT/*here*/) AS p FROM bid;
