-- proves: nine keys that may be NULL: which of them are tells groups apart, the ninth as well as the first
-- truth: hand
CREATE SOURCE r (a INTEGER, b INTEGER, c INTEGER, d INTEGER, e INTEGER, f INTEGER, g INTEGER, h INTEGER, i INTEGER, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT a, b, c, d, e, f, g, h, i, COUNT(*) AS n
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end, a, b, c, d, e, f, g, h, i;
