-- proves: letter case does not tell columns apart
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
CREATE SOURCE person (id BIGINT, name TEXT, /*here*/ID/*here*/ TEXT);
SELECT price FROM bid;
