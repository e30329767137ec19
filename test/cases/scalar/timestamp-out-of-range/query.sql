-- proves: a time beyond 2^62 µs on either side is 22008
-- truth: hand
CREATE SOURCE r (t TIMESTAMP(6));
SELECT t + INTERVAL '1' DAY AS a, t - INTERVAL '1' MONTH AS b
FROM r;
