-- proves: the columns of the window take part in expressions after the aggregate
-- truth: hand
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_start + INTERVAL '500' MILLISECOND AS middle, window_end - INTERVAL '1' DAY AS before, CAST(window_start AS DATE) AS day, SUM(v) * 2 AS twice
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end;
