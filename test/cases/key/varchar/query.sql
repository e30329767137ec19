-- proves: keys of VARCHAR(3): length is in characters
-- truth: hand
CREATE SOURCE r (k VARCHAR(3), ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT k, COUNT(*) AS n
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end, k;
