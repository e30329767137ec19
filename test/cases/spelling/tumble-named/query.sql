-- proves: the spelling named arguments in any order of tumble, with an offset
-- truth: hand
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_start AS s, window_end AS e, window_time AS t, SUM(v) AS total
FROM TABLE(TUMBLE("OFFSET" => INTERVAL '200' MILLISECOND, SIZE => INTERVAL '2' SECOND, TIMECOL => DESCRIPTOR(ts), DATA => TABLE r))
GROUP BY window_start, window_end, window_time;
