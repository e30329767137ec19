-- proves: what stands first is evaluated first: an error there is not saved by FALSE behind it
-- truth: hand
CREATE SOURCE r (a INTEGER, b INTEGER);
SELECT a / b > 1 AND b <> 0 AS x
FROM r;
