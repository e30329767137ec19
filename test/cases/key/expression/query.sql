-- proves: a key may be computed, and the result shows it in the same words
-- truth: hand
CREATE SOURCE r (v BIGINT, k TEXT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT v % 3 + 10 AS rest, upper(k) AS name, COUNT(*) AS n
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end, v % 3, upper(k);
