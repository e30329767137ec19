-- proves: extremes of thousands of bytes replace short ones and are replaced by them
-- truth: hand
CREATE SOURCE r (s TEXT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT MIN(s) AS first, MAX(s) AS last
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end;
