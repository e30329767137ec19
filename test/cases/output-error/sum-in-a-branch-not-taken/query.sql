-- proves: a SUM beyond BIGINT fails its group although the CASE that names it takes another branch and HAVING would drop the group
-- truth: hand
CREATE SOURCE r (k TEXT, v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT k, CASE WHEN COUNT(*) > 5 THEN SUM(v) END AS total
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end, k
HAVING k <> 'a';
