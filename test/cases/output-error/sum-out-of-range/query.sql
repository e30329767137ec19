-- proves: a SUM beyond BIGINT is an error of its group alone: it does not leave, the others do
-- truth: hand
-- no oracle: sums beyond BIGINT fail here, group by group; theirs are wider
CREATE SOURCE r (k TEXT, v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT k, SUM(v) AS total
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end, k;
