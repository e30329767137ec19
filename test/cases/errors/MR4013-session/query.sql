-- proves: windows of no fixed length
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
SELECT channel, COUNT(*) AS n FROM bid GROUP BY channel, /*here*/SESSION/*here*/(ts, INTERVAL '1' MINUTE);
