-- proves: a row that fails moves the watermark as every decoded row does, and what it makes late is late
-- truth: hand
CREATE SOURCE r (a INTEGER, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts);
SELECT window_start, SUM(6 / a) AS total
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end;
