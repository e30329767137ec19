-- proves: shifting all times by a multiple of size and slide shifts the windows and nothing else (as hop-sums, eight seconds earlier)
-- truth: hand
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_start, window_end, SUM(v) AS total
FROM HOP(r, ts, INTERVAL '2' SECOND, INTERVAL '4' SECOND)
GROUP BY window_start, window_end;
