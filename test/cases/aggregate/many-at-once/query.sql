-- proves: twenty aggregates of five columns in one query
-- truth: hand
CREATE SOURCE r (a TINYINT, b BIGINT, c DOUBLE, d TEXT, e TIMESTAMP(3), ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT COUNT(a) AS a_n, SUM(a) AS a_sum, AVG(a) AS a_avg, MIN(a) AS a_min, MAX(a) AS a_max, COUNT(b) AS b_n, SUM(b) AS b_sum, AVG(b) AS b_avg, MIN(b) AS b_min, MAX(b) AS b_max, COUNT(c) AS c_n, SUM(c) AS c_sum, AVG(c) AS c_avg, MIN(c) AS c_min, MAX(c) AS c_max, COUNT(d) AS d_n, MIN(d) AS d_min, MAX(d) AS d_max, MIN(e) AS e_min, MAX(e) AS e_max
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end;
