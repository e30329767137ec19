-- proves: every time lies in exactly the window of the table, edges and negative times included
-- truth: hand
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_start, window_end, COUNT(*) AS n, SUM(v) AS total
FROM TUMBLE(r, ts, INTERVAL '5' MINUTE)
GROUP BY window_start, window_end;
