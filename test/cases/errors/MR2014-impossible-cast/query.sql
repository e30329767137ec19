-- proves: two types without a conversion
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
SELECT CAST(/*here*/rate/*here*/ AS DATE) AS d FROM bid;
