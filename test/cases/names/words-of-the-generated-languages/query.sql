-- proves: columns may have the names that JavaScript, TypeScript and AssemblyScript keep for themselves
-- truth: hand
-- no oracle: the judges read rows as plain objects, which inherit something under two of these names
CREATE SOURCE r (
  override BIGINT, constructor BIGINT, __proto__ BIGINT, default BIGINT, let BIGINT, i32 BIGINT, load BIGINT,
  memory BIGINT, store BIGINT, prototype BIGINT, hasOwnProperty BIGINT, toString BIGINT, this BIGINT, import BIGINT,
  row BIGINT, batch BIGINT, usize BIGINT, unchecked BIGINT, arguments BIGINT, "then" BIGINT
);
SELECT
  override, constructor, __proto__, default, let, i32, load, memory, store, prototype, hasOwnProperty, toString, this,
  import, row, batch, usize, unchecked, arguments, "then", __proto__ + constructor AS valueOf, i32 + load AS eval
FROM r
WHERE memory > 0;
