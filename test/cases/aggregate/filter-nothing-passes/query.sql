-- proves: a FILTER that nothing passes leaves the group: COUNT 0, the others NULL
-- truth: hand
CREATE SOURCE r (k TEXT, v BIGINT, s TEXT, x DOUBLE, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT k, COUNT(*) FILTER (WHERE v > 9) AS n, SUM(v) FILTER (WHERE v > 9) AS total, MAX(s) FILTER (WHERE v > 9) AS last, SUM(x) FILTER (WHERE v > 9) AS sum, MIN(x) FILTER (WHERE v > 9) AS least
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end, k;
