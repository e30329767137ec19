-- proves: the spelling GROUP BY tumble(…) on the source's event time of tumble, with an offset
-- truth: hand
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT tumble_start() AS s, tumble_end() AS e, tumble_rowtime() AS t, SUM(v) AS total
FROM r
GROUP BY tumble(INTERVAL '2' SECOND, INTERVAL '200' MILLISECOND);
