-- proves: a result too large for its CAST is an output error, and TRY_CAST makes it NULL
-- truth: hand
-- no oracle: a result that fails is left out here; batch SQL fails as a whole
CREATE SOURCE r (k TEXT, v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT k, TRY_CAST(SUM(v) AS TINYINT) AS tried, CAST(MIN(v) AS TINYINT) AS small
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end, k;
