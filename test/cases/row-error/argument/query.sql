-- proves: a row whose argument fails is malformed and changes no aggregate of the row, not even those before it
-- truth: hand
CREATE SOURCE r (a INTEGER, b INTEGER, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_start, COUNT(*) AS n, SUM(b) AS total, SUM(a / b) AS shares
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end;
