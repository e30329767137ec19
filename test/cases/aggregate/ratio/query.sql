-- proves: SUM(a) / SUM(b) of 1 and 2 is 0 among integers, 0.5 in DOUBLE
-- truth: hand
CREATE SOURCE r (a INTEGER, b INTEGER, x DOUBLE, y DOUBLE, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT SUM(a) / SUM(b) AS whole, SUM(x) / SUM(y) AS exact
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end;
