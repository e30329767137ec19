-- proves: the spelling GROUP BY hop(…) on the source's event time of hop, with an offset
-- truth: hand
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT hop_start() AS s, hop_end() AS e, hop_rowtime() AS t, SUM(v) AS total
FROM r
GROUP BY hop(INTERVAL '1' SECOND, INTERVAL '2' SECOND, INTERVAL '200' MILLISECOND);
