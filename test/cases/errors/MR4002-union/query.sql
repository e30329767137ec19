-- proves: a set operation, with the queries it joins
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
SELECT price FROM bid
/*here*/UNION/*here*/ ALL
SELECT auction FROM bid WHERE price > (SELECT MAX(price) FROM bid);
