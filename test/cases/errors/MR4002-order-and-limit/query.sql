-- proves: clauses that are not carried out are refused, each by name
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
SELECT price FROM bid
/*here*/ORDER BY/*here*/ price DESC
/*here*/LIMIT/*here*/ 10;
