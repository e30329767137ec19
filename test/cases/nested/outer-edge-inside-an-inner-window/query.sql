-- proves: an inner window that crosses an outer edge counts where its last instant is
-- truth: hand
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_start, window_end, SUM(s) AS total
FROM TUMBLE((SELECT window_time AS t, SUM(v) AS s FROM TUMBLE(r, ts, INTERVAL '3' SECOND) GROUP BY window_start, window_end), t, INTERVAL '2' SECOND)
GROUP BY window_start, window_end;
