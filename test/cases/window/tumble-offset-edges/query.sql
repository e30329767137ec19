-- proves: with an offset of 200 ms the edges are 200, 1200, … and -800
-- truth: hand
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_start, window_end, SUM(v) AS total
FROM TUMBLE(r, ts, INTERVAL '1' SECOND, INTERVAL '0.2' SECOND)
GROUP BY window_start, window_end;
