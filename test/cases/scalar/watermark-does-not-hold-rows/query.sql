-- proves: a query without windows lets rows pass at once, late or not, with no regard to the watermark
-- truth: hand
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts);
SELECT v
FROM r;
