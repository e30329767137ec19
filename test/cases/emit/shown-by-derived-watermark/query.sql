-- proves: rows alone move the watermark: the row that passes the end shows the window, rows after it correct it
-- truth: hand
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts);
SELECT window_start, window_end, SUM(v) AS total
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end
ALLOW LATENESS INTERVAL '1' SECOND;
