-- proves: a number with a point is DECIMAL unless it stands next to a DOUBLE
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
SELECT rate * 0.5 AS fine, price * /*here*/0.50/*here*/ AS wrong FROM bid;
