-- proves: a SUM that no column and no HAVING reads cannot fail
-- truth: hand
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT n
FROM (SELECT window_start, SUM(v) AS total, COUNT(*) AS n FROM TUMBLE(r, ts, INTERVAL '1' SECOND) GROUP BY window_start, window_end);
