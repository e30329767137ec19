-- proves: a row whose first window has closed counts in the others; one whose windows have all closed is late
-- truth: hand
-- no oracle: a row that is late for some of its windows only; batch SQL counts it in all of them
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_start, window_end, SUM(v) AS total
FROM HOP(r, ts, INTERVAL '500' MILLISECOND, INTERVAL '1' SECOND)
GROUP BY window_start, window_end;
