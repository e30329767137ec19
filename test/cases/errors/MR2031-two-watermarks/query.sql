-- proves: a source has one event time
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
CREATE SOURCE click (seen TIMESTAMP, sent TIMESTAMP, WATERMARK FOR sent, /*here*/WATERMARK FOR seen/*here*/);
SELECT price FROM bid;
