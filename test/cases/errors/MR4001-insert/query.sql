-- proves: statements of other versions are refused by name
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
/*here*/INSERT INTO/*here*/ sink SELECT price FROM bid;
SELECT price FROM bid;
