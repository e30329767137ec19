-- proves: letter case does not tell relations apart
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
CREATE VIEW /*here*/BID/*here*/ AS SELECT price FROM bid;
SELECT price FROM bid;
