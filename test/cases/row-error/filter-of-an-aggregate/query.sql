-- proves: a FILTER that fails makes the row malformed
-- truth: hand
CREATE SOURCE r (a INTEGER, b INTEGER, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT COUNT(*) AS n, COUNT(*) FILTER (WHERE a / b > 1) AS many
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end;
