-- proves: text is an integer with spaces and a sign around it, and nothing else; another text is 22018, a large one 22003
-- truth: hand
CREATE SOURCE r (s TEXT);
SELECT CAST(s AS INTEGER) AS i
FROM r;
