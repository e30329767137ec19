-- proves: keys of BOOLEAN: TRUE, FALSE and NULL are three groups
-- truth: hand
CREATE SOURCE r (k BOOLEAN, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT k, COUNT(*) AS n
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end, k;
