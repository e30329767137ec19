-- proves: a row that 57 of its 60 windows have missed counts in the other three
-- truth: hand
-- no oracle: a row that is late for some of its windows only; batch SQL counts it in all of them
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_start, window_end, SUM(v) AS total
FROM HOP(r, ts, INTERVAL '1' SECOND, INTERVAL '60' SECOND)
GROUP BY window_start, window_end;
