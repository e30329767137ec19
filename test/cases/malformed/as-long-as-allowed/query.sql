-- proves: a line as long as limits.rowBytes is a row
-- truth: hand
-- no oracle: what is no JSON line has no batch form
CREATE SOURCE r (k TEXT, v INTEGER NOT NULL);
SELECT k, v
FROM r;
