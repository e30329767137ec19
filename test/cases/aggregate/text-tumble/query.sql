-- proves: MIN and MAX of TEXT go by bytes: prefixes first, capitals before small letters, beyond ASCII last
-- truth: hand
CREATE SOURCE r (k INTEGER, s TEXT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT k, COUNT(s) AS n, MIN(s) AS first, MAX(s) AS last
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end, k;
