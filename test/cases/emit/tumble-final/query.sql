-- proves: FINAL: the written lateness does not count, and what comes after the end is late
-- truth: hand
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_start, window_end, SUM(v) AS total
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end
EMIT FINAL ALLOW LATENESS INTERVAL '500' MILLISECOND;
