-- proves: two text keys are not one joined text: ('ab', 'c') and ('a', 'bc') differ
-- truth: hand
CREATE SOURCE r (a TEXT, b TEXT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT a, b, COUNT(*) AS n
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end, a, b;
