-- proves: one group key of every type, several texts among them
-- truth: hand
CREATE SOURCE r (a BOOLEAN, b TINYINT, c SMALLINT, d INTEGER, e BIGINT, f REAL, g DOUBLE, h TEXT, i VARCHAR(4), j DATE, k TIMESTAMP(0), l TIMESTAMP(6), ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT a, b, c, d, e, f, g, h, i, j, k, l, COUNT(*) AS n
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end, a, b, c, d, e, f, g, h, i, j, k, l;
