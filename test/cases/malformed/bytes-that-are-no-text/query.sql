-- proves: bytes that are not UTF-8 are refused where they are read; the next line is unharmed
-- truth: hand
-- no oracle: what is no JSON line has no batch form
CREATE SOURCE r (k TEXT, v INTEGER NOT NULL);
SELECT k, v
FROM r;
