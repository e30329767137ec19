-- proves: FILTER keeps the rows of its aggregate where the condition is TRUE, not NULL
-- truth: hand
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT COUNT(*) FILTER (WHERE v > 1) AS n, COUNT(*) AS rows, SUM(v) FILTER (WHERE v > 1) AS total, AVG(v) FILTER (WHERE v < 2) AS mean, MIN(v) FILTER (WHERE v > 1) AS least, MAX(v) FILTER (WHERE v > 100) AS most, COUNT(v) FILTER (WHERE v IS NULL) AS none, COUNT(*) FILTER (WHERE v IS NULL) AS nulls
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end;
