-- proves: sources are fed by the host program
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
CREATE TABLE click (page TEXT) WITH (/*here*/'connector'/*here*/ = 'kafka', /*here*/'topic'/*here*/ = 'clicks', 'format' = 'json');
SELECT page FROM click;
