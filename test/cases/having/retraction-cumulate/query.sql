-- proves: a late row moves the ends of one window across HAVING's border in both ways
-- truth: hand
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_start, window_end, SUM(v) AS total
FROM CUMULATE(r, ts, INTERVAL '500' MILLISECOND, INTERVAL '1' SECOND)
GROUP BY window_start, window_end
HAVING SUM(v) <> 10
ALLOW LATENESS INTERVAL '9' SECOND;
