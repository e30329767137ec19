-- proves: MIN and MAX keep the integer type of their argument
-- truth: hand
CREATE SOURCE r (a TINYINT, b SMALLINT, c INTEGER, d BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT MIN(a) AS a, MAX(b) AS b, MIN(c) AS c, MAX(d) AS d, MAX(a) AS a1, MIN(d) AS d0
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end;
