-- proves: text of DATE: days that do not exist are 22008, other texts 22007
-- truth: hand
CREATE SOURCE r (s TEXT);
SELECT s::date AS d
FROM r;
