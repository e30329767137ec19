-- proves: the spelling FROM HOP(relation, column, …) of hop, with an offset
-- truth: hand
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_start AS s, window_end AS e, window_time AS t, SUM(v) AS total
FROM HOP(r, ts, INTERVAL '1' SECOND, INTERVAL '2' SECOND, INTERVAL '200' MILLISECOND)
GROUP BY window_start, window_end, window_time;
