-- proves: ends advance by the step; a row behind a closed end counts in the later ones
-- truth: hand
-- no oracle: a row that is late for some of its windows only; batch SQL counts it in all of them
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_start, window_end, SUM(v) AS total
FROM CUMULATE(r, ts, INTERVAL '1' MINUTE, INTERVAL '5' MINUTE)
GROUP BY window_start, window_end;
