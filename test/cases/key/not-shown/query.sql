-- proves: a key that the result does not show still makes groups
-- truth: hand
CREATE SOURCE r (k TEXT, v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT COUNT(*) AS n
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end, k;
