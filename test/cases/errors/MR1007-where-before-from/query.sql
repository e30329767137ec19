-- proves: clauses come in one order
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
SELECT price
WHERE price > 100
/*here*/FROM/*here*/ bid;
