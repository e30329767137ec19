-- proves: the size need not be a multiple of the slide: how many windows a row has depends on its time
-- truth: hand
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_start, window_end, SUM(v) AS total
FROM HOP(r, ts, INTERVAL '1' SECOND, INTERVAL '2.5' SECOND)
GROUP BY window_start, window_end;
