-- proves: an offset shifts the edges of all windows, also below zero
-- truth: hand
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_start, window_end, SUM(v) AS total
FROM TUMBLE(r, ts, INTERVAL '1' SECOND, INTERVAL '200' MILLISECOND)
GROUP BY window_start, window_end;
