-- proves: EMIT FINAL inside: the written lateness of the inner does not count
-- truth: hand
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_start, window_end, SUM(s) AS total
FROM TUMBLE((SELECT window_time AS t, SUM(v) AS s FROM TUMBLE(r, ts, INTERVAL '1' SECOND) GROUP BY window_start, window_end EMIT FINAL ALLOW LATENESS INTERVAL '5' SECOND), t, INTERVAL '2' SECOND)
GROUP BY window_start, window_end;
