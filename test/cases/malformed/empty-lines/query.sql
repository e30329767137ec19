-- proves: empty lines are no rows; they are counted in positions
-- truth: hand
-- no oracle: what is no JSON line has no batch form
CREATE SOURCE r (k TEXT, v INTEGER NOT NULL);
SELECT k, v
FROM r;
