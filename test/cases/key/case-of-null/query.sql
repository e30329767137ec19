-- proves: a key that is a CASE or COALESCE is as its value is
-- truth: hand
CREATE SOURCE r (k TEXT, v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT COALESCE(k, 'none') AS name, CASE WHEN v > 0 THEN 'plus' END AS sign, COUNT(*) AS n
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end, COALESCE(k, 'none'), CASE WHEN v > 0 THEN 'plus' END;
