-- proves: keys of SMALLINT; -1 and 65535 − 65536 are one
-- truth: hand
CREATE SOURCE r (k SMALLINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT k, COUNT(*) AS n
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end, k;
