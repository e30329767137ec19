-- proves: || is NULL if a side is; concat skips NULL; concat_ws leaves NULLs out
-- truth: hand
CREATE SOURCE r (a TEXT, b TEXT);
SELECT a || b AS o, concat(a, b, 'x') AS c, concat_ws('-', a, b, 'x') AS w
FROM r;
