-- proves: a view that is kept up to date, and one of its readers
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
/*here*/CREATE MATERIALIZED VIEW/*here*/ dear AS SELECT price FROM bid WHERE price > 100;
SELECT price FROM dear;
