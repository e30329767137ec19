-- proves: the spelling GROUP BY cumulate(…) on the source's event time of cumulate, with an offset
-- truth: hand
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT cumulate_start() AS s, cumulate_end() AS e, cumulate_rowtime() AS t, SUM(v) AS total
FROM r
GROUP BY cumulate(INTERVAL '1' SECOND, INTERVAL '2' SECOND, INTERVAL '200' MILLISECOND);
