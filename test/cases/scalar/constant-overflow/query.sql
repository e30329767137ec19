-- proves: overflow of constants is a row error as well
-- truth: hand
-- no postgres: a constant that fails fails while it plans, whatever the rows
CREATE SOURCE r (v BIGINT);
SELECT CASE v WHEN 1 THEN 2147483647::int + 1::int WHEN 2 THEN -(-2147483648)::int WHEN 3 THEN abs((-2147483648)::int) WHEN 4 THEN (-2147483648)::int / (-1)::int ELSE 0 END AS x
FROM r;
