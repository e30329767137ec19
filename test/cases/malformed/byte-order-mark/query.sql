-- proves: a byte order mark belongs to no line, but it is counted: positions are those of the file
-- truth: hand
-- no oracle: what is no JSON line has no batch form
CREATE SOURCE r (k TEXT, v INTEGER NOT NULL);
SELECT k, v
FROM r;
