-- proves: what counts is the row as it leaves: a sum that changes behind a division by ten may say nothing
-- truth: hand
-- no postgres: SUM(BIGINT) is NUMERIC there, so dividing it does not truncate
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_start, SUM(v) / 10 AS tens
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end
ALLOW LATENESS INTERVAL '1' SECOND;
