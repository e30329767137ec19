-- proves: GROUP BY may name an output column by alias or position; an input column of that name comes first
-- truth: hand
CREATE SOURCE r (k TEXT, v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT lower(k) AS name, v AS k, COUNT(*) AS n
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end, name, 2;
