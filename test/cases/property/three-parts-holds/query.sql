-- proves: a condition, its negation and its being NULL share all rows among them: the part where it holds
-- truth: hand
CREATE SOURCE r (a INTEGER, p BOOLEAN);
SELECT a
FROM r
WHERE p;
