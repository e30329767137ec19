-- proves: the last line needs no newline; where it is cut off it is malformed at the end of the input
-- truth: hand
-- no oracle: what is no JSON line has no batch form
CREATE SOURCE r (k TEXT, v INTEGER NOT NULL);
SELECT k, v
FROM r;
