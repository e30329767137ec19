-- proves: the number of an interval stands in quotes
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
SELECT ts + INTERVAL /*here*/5/*here*/ MINUTE AS later FROM bid;
