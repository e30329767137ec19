-- proves: a row whose key fails is malformed and makes no group
-- truth: hand
CREATE SOURCE r (a INTEGER, b INTEGER, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT a % b AS rest, COUNT(*) AS n
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end, a % b;
