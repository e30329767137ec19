-- proves: a wider integer fits a narrower type or is 22003; TRY_CAST makes it NULL
-- truth: hand
-- no postgres: it has no TRY_CAST
CREATE SOURCE r (d BIGINT);
SELECT CAST(d AS TINYINT) AS a, TRY_CAST(d AS TINYINT) AS b, TRY_CAST(d AS SMALLINT) AS c, TRY_CAST(d AS INTEGER) AS e
FROM r;
