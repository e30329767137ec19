-- proves: a hint is never ignored
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
SELECT /*here*//*+ STATE_TTL('bid' = '1h') *//*here*/ price FROM bid;
