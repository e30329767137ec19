-- proves: a running total may leave the range at one end and be back at the next
-- truth: hand
-- no oracle: sums beyond BIGINT fail here, group by group; theirs are wider
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_end, SUM(v) AS total
FROM CUMULATE(r, ts, INTERVAL '1' SECOND, INTERVAL '3' SECOND)
GROUP BY window_start, window_end;
