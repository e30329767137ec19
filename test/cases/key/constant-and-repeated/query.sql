-- proves: a constant is a key, so is an expression that another key has too; without any aggregate a group is still a row
-- truth: hand
CREATE SOURCE r (k BIGINT NOT NULL, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT TRUE AS yes, a, b
FROM (SELECT k AS a, k AS b, TRUE AS c, ts FROM r) AS x
GROUP BY TUMBLE(ts, INTERVAL '1' SECOND), a, b, c;
