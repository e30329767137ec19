-- proves: keys of several columns: a group is one combination, NULLs equal to each other in each place
-- truth: hand
CREATE SOURCE r (a TEXT, b BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT a, b, COUNT(*) AS n
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end, a, b;
