-- proves: offset and uneven size together: starts at 250 + 1000 n, ends 2500 later
-- truth: hand
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_start, window_end, SUM(v) AS total
FROM HOP(r, ts, INTERVAL '1' SECOND, INTERVAL '2.5' SECOND, INTERVAL '250' MILLISECOND)
GROUP BY window_start, window_end;
