-- proves: ON WINDOW CLOSE with lateness over cumulate: each end closes by itself
-- truth: hand
-- no oracle: a row that is late for some of its windows only; batch SQL counts it in all of them
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_start, window_end, SUM(v) AS total
FROM CUMULATE(r, ts, INTERVAL '500' MILLISECOND, INTERVAL '1' SECOND)
GROUP BY window_start, window_end
EMIT ON WINDOW CLOSE ALLOW LATENESS INTERVAL '250' MILLISECOND;
