-- proves: a second relation
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
SELECT b.price
FROM bid AS b
/*here*/LEFT JOIN/*here*/ bid AS c ON b.auction = c.auction
WHERE c.price IS NULL;
