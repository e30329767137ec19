-- proves: the windowed relation takes an alias
-- truth: hand
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT w.window_start, w.window_end AS ending, COUNT(w.v) AS n
FROM TUMBLE(r, ts, INTERVAL '1' SECOND) AS w
GROUP BY w.window_start, w.window_end;
