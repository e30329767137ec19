-- proves: MIN of a NOT NULL text whose least value is empty is empty, not NULL
-- truth: hand
CREATE SOURCE r (s TEXT NOT NULL, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT MIN(s) AS first, MAX(s) AS last
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end;
