-- proves: a statement without its semicolon ends where the next one begins
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
CREATE VIEW dear AS SELECT price FROM bid WHERE price > 100
/*here*/SELECT/*here*/ price FROM dear;
