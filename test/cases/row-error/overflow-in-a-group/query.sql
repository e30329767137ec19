-- proves: checked arithmetic in an argument: 22003 is the row's, the group goes on
-- truth: hand
CREATE SOURCE r (a INTEGER, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT SUM(a + 1) AS total, MAX(-a) AS most
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end;
