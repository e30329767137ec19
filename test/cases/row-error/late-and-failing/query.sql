-- proves: a row that fails in a closed window is malformed, not late: its values come first
-- truth: hand
CREATE SOURCE r (a INTEGER, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_start, SUM(6 / a) AS total
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end;
