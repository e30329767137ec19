-- proves: where the FILTER is not TRUE the argument is not evaluated: it cannot fail
-- truth: hand
CREATE SOURCE r (a INTEGER, b INTEGER, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT COUNT(*) AS n, SUM(a / b) FILTER (WHERE b <> 0) AS shares
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end;
