-- proves: HAVING may ask for what the result does not show, and for the window
-- truth: hand
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT SUM(v) AS total
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end
HAVING COUNT(v) = 2 AND window_start < TIMESTAMP '1970-01-01 00:00:02';
