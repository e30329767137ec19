-- proves: slide 1 s, size 60 s: one row is in 60 windows, another takes part in those it shares
-- truth: hand
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_start, window_end, SUM(v) AS total
FROM HOP(r, ts, INTERVAL '1' SECOND, INTERVAL '60' SECOND)
GROUP BY window_start, window_end;
