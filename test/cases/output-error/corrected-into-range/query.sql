-- proves: with corrections, a result that fails counts as not shown: a late row brings it (+I), another takes it away (-D)
-- truth: hand
-- no postgres: SUM(BIGINT) is NUMERIC there, so dividing it does not truncate
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_start, 12 / SUM(v) AS share
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end
ALLOW LATENESS INTERVAL '1' SECOND;
