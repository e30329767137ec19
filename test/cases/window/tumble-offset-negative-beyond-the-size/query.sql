-- proves: a negative offset longer than the size counts modulo the size: 700, 1700, …
-- truth: hand
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_start, window_end, SUM(v) AS total
FROM TUMBLE(r, ts, INTERVAL '1' SECOND, INTERVAL '-3.3' SECOND)
GROUP BY window_start, window_end;
