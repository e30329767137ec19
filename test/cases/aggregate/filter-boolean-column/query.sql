-- proves: a BOOLEAN column is a condition; NULL is not TRUE
-- truth: hand
CREATE SOURCE r (ok BOOLEAN, s TEXT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT MAX(s) FILTER (WHERE ok) AS yes, MAX(s) FILTER (WHERE NOT ok) AS no, MIN(s) FILTER (WHERE ok IS NULL) AS unknown
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end;
