-- proves: GROUP BY k means the column k of the input, not the output column of that name
-- truth: hand
CREATE SOURCE r (k TEXT, v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT lower(k) AS k, COUNT(*) AS n
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end, k;
