-- proves: sums beyond 64 bits are carried through overlapping windows
-- truth: hand
-- no oracle: sums beyond BIGINT fail here, group by group; theirs are wider
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_end, SUM(v) AS total, COUNT(*) AS n
FROM HOP(r, ts, INTERVAL '1' SECOND, INTERVAL '3' SECOND)
GROUP BY window_start, window_end;
