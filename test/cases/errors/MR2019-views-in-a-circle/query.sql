-- proves: a view whose own query leads back to it
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
CREATE VIEW first AS SELECT * FROM second;
CREATE VIEW second AS SELECT * FROM /*here*/first/*here*/;
SELECT * FROM first;
