-- proves: a column that the source does not bring
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
CREATE SOURCE click (at BIGINT, seconds /*here*/AS/*here*/ at / 1000);
SELECT price FROM bid;
