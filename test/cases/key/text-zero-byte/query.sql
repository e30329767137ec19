-- proves: U+0000 is a character like any other
-- truth: hand
-- no postgres: its text holds no zero byte
CREATE SOURCE r (k TEXT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT k, COUNT(*) AS n
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end, k;
