-- proves: a MAX that grows and a MIN that shrinks with every row, from one byte to thirty and back
-- truth: hand
CREATE SOURCE r (s TEXT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_start, MIN(s) AS first, MAX(s) AS last
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end;
