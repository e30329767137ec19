-- proves: a query file holds one query
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
SELECT price FROM bid;
/*here*/SELECT/*here*/ auction FROM bid;
