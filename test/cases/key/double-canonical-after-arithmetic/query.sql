-- proves: NaN from 0/0 and NaN as given are one key; -0 computed joins 0
-- truth: hand
-- no postgres: DOUBLE divided by zero fails there; ours is IEEE
CREATE SOURCE r (a DOUBLE, b DOUBLE, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT a / b AS q, COUNT(*) AS n
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end, a / b;
