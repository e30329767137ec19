-- proves: text of BIGINT at both ends of its range
-- truth: hand
CREATE SOURCE r (s TEXT);
SELECT s::bigint AS i
FROM r;
