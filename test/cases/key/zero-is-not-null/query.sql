-- proves: 0, FALSE, '' and 1970-01-01 are not the NULL of their type
-- truth: hand
CREATE SOURCE r (a BIGINT, b BOOLEAN, c TEXT, d DATE, e DOUBLE, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT a, b, c, d, e, COUNT(*) AS n
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end, a, b, c, d, e;
