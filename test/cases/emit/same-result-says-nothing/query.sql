-- proves: a late row that changes no column of the result leaves no trace but in the counts
-- truth: hand
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_start, MAX(v) AS most, MIN(v) AS least, COUNT(v) AS n
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end
ALLOW LATENESS INTERVAL '1' SECOND;
