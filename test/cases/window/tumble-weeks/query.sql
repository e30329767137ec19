-- proves: a window of one week begins on a Thursday, as 1970 did; an offset moves it to Monday
-- truth: hand
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(0) NOT NULL, WATERMARK FOR ts);
SELECT window_start, window_end, COUNT(*) AS n
FROM TUMBLE(r, ts, INTERVAL '1' WEEK, INTERVAL '4' DAY)
GROUP BY window_start, window_end;
