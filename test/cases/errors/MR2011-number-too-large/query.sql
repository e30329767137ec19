-- proves: a whole number beyond 64 bits
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
SELECT price + /*here*/9223372036854775808/*here*/ AS p FROM bid;
