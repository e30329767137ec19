-- proves: a file that does not end leaves its last window open and its result unsaid
-- truth: hand
-- no oracle: the input has no end; batch SQL shows the window that is still open
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_start, window_end, SUM(v) AS total
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end;
