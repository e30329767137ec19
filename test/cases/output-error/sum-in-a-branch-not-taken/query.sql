-- proves: a SUM beyond BIGINT is an error where it is read: not in a branch of CASE or AND that is not evaluated, not behind HAVING
-- truth: hand
-- no oracle: sums beyond BIGINT fail here, group by group; theirs are wider
CREATE SOURCE r (k TEXT, v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT k, CASE WHEN COUNT(*) > 2 THEN SUM(v) END AS total, COUNT(*) > 2 AND SUM(v) > 0 AS large
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end, k
HAVING k <> 'a';
