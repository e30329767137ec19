-- proves: COUNT(x) counts what is not NULL, of every type
-- truth: hand
CREATE SOURCE r (a BOOLEAN, b TINYINT, c SMALLINT, d INTEGER, e BIGINT, f REAL, g DOUBLE, h TEXT, i VARCHAR(2), j DATE, k TIMESTAMP, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT COUNT(a) AS a, COUNT(b) AS b, COUNT(c) AS c, COUNT(d) AS d, COUNT(e) AS e, COUNT(f) AS f, COUNT(g) AS g, COUNT(h) AS h, COUNT(i) AS i, COUNT(j) AS j, COUNT(k) AS k, COUNT(*) AS n, COUNT(NULL) AS none, COUNT(1) AS ones
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end;
