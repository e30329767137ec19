-- proves: the branches of CASE have one type
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
SELECT CASE WHEN price > 100 THEN price ELSE /*here*/channel/*here*/ END AS p FROM bid;
