-- proves: an interval is no value of a column
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
SELECT /*here*/INTERVAL '1' HOUR/*here*/ AS i FROM bid;
