-- proves: three windows over each other: seconds, pairs of seconds, fours
-- truth: hand
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
CREATE VIEW seconds AS SELECT window_time AS t, SUM(v) AS s, COUNT(*) AS n FROM TUMBLE(r, ts, INTERVAL '1' SECOND) GROUP BY window_start, window_end;
CREATE VIEW pairs AS SELECT window_time AS t, SUM(s) AS s, MAX(n) AS n FROM TUMBLE(seconds, t, INTERVAL '2' SECOND) GROUP BY window_start, window_end;
SELECT window_start, window_end, SUM(s) AS total, MAX(n) AS busiest, COUNT(*) AS pairs
FROM TUMBLE(pairs, t, INTERVAL '4' SECOND)
GROUP BY window_start, window_end;
