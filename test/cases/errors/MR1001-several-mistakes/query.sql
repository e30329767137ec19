-- proves: one mistake gives one message, and reading goes on at the next clause
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
SELECT price + /*here*/,/*here*/ channel
FROM bid
WHERE /*here*/=/*here*/ 5;
CREATE VIEW /*here*/AS/*here*/ SELECT price FROM bid;
