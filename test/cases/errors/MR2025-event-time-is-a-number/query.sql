-- proves: event time is a TIMESTAMP
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
CREATE SOURCE click (at BIGINT, WATERMARK FOR /*here*/at/*here*/);
SELECT price FROM bid;
