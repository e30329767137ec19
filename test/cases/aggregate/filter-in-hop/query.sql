-- proves: a FILTER over overlapping windows
-- truth: hand
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_end, COUNT(*) AS n, SUM(v) FILTER (WHERE v % 2 = 0) AS even, MAX(v) FILTER (WHERE v % 2 <> 0) AS odd
FROM HOP(r, ts, INTERVAL '1' SECOND, INTERVAL '2' SECOND)
GROUP BY window_start, window_end;
