-- proves: a name given in SELECT cannot be seen in WHERE
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
SELECT price * 2 AS twice FROM bid WHERE /*here*/twice/*here*/ > 10;
