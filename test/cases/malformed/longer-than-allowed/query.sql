-- proves: a line longer than limits.rowBytes is malformed at its beginning, however it comes; the next is unharmed
-- truth: hand
-- no oracle: what is no JSON line has no batch form
CREATE SOURCE r (k TEXT, v INTEGER NOT NULL);
SELECT k, v
FROM r;
