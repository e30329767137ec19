-- proves: a row counts in every window that covers it, and each window leaves at its own end
-- truth: hand
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_start, window_end, SUM(v) AS total
FROM HOP(r, ts, INTERVAL '2' SECOND, INTERVAL '4' SECOND)
GROUP BY window_start, window_end;
