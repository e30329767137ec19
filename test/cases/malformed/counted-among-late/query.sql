-- proves: what is malformed, late and counted stand beside each other, each where it came
-- truth: hand
-- no oracle: what is no JSON line has no batch form
CREATE SOURCE r (v INTEGER, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts);
SELECT window_start, COUNT(*) AS n
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end;
