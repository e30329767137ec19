-- proves: each fault has its code and the position of its line
-- truth: hand
-- no oracle: what is no JSON line has no batch form
CREATE SOURCE r (k VARCHAR(3), v INTEGER NOT NULL, b BIGINT, d DATE, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT k, v, b, d, 10 / v AS q, ts
FROM r;
