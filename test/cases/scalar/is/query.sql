-- proves: IS TRUE, FALSE, UNKNOWN, NULL and their negations are never NULL
-- truth: hand
CREATE SOURCE r (a BOOLEAN);
SELECT a IS TRUE AS t, a IS NOT TRUE AS nt, a IS FALSE AS f, a IS NOT FALSE AS nf, a IS UNKNOWN AS u, a IS NOT UNKNOWN AS nu, a IS NULL AS n, a IS NOT NULL AS nn
FROM r;
