-- proves: extremes of a computed text outlive the row that made it
-- truth: hand
CREATE SOURCE r (s TEXT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT MIN(s || '!') AS first, MAX(upper(s)) AS last, MAX(substring(s FROM 2)) AS tail
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end;
