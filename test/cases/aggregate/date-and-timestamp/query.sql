-- proves: MIN, MAX and COUNT of DATE and TIMESTAMP, before 1970 too
-- truth: hand
CREATE SOURCE r (d DATE, a TIMESTAMP(3), b TIMESTAMP(6), ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT MIN(d) AS d0, MAX(d) AS d1, MIN(a) AS a0, MAX(a) AS a1, MIN(b) AS b0, MAX(b) AS b1, COUNT(d) AS n
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end;
