-- proves: an OR over a subquery reads a sum only where what stands before it does not decide
-- truth: hand
CREATE SOURCE r (k TEXT, v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT k, n
FROM (
  SELECT SUM(v) AS total, COUNT(*) AS n, k
  FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
  GROUP BY window_start, window_end, k
) AS s
WHERE n > 1 OR total > 0;
