-- proves: the event time itself may be a key, and its part of the day
-- truth: hand
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT ts, EXTRACT(MINUTE FROM ts) AS minute, COUNT(*) AS n
FROM TUMBLE(r, ts, INTERVAL '1' HOUR)
GROUP BY window_start, window_end, ts, EXTRACT(MINUTE FROM ts);
