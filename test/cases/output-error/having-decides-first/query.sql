-- proves: what HAVING drops is not projected: its failing projection is no error
-- truth: hand
-- no postgres: SUM(BIGINT) is NUMERIC there, so dividing it does not truncate
CREATE SOURCE r (k TEXT, v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT k, 10 / SUM(v) AS share
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end, k
HAVING SUM(v) <> 0;
