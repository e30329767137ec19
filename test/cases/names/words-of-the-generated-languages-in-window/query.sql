-- proves: keys and aggregates may have the names that JavaScript, TypeScript and AssemblyScript keep for themselves
-- truth: hand
-- no oracle: the judges read rows as plain objects, which inherit something under two of these names
CREATE SOURCE constructor (__proto__ TEXT, let BIGINT, i32 INTEGER, ts TIMESTAMP(3), WATERMARK FOR ts);
SELECT __proto__, i32, window_end AS memory, SUM(let) AS default, COUNT(*) AS constructor, MIN(let) AS toString
FROM TUMBLE(constructor, ts, INTERVAL '1' MINUTE)
GROUP BY __proto__, i32, window_end;
