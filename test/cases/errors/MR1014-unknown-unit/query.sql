-- proves: an interval of a unit that does not exist
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
SELECT ts + INTERVAL '5' /*here*/MIN/*here*/ AS later FROM bid;
