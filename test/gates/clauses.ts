/**
 * Every clause and option of the language beside the same query without it: R3 runs both over the rows below and
 * demands different answers. A clause that is read and then ignored cannot pass.
 */

export interface Clause {
  readonly with: string;
  readonly without: string;
}

const COLUMNS = "b BIGINT, i INTEGER, d DOUBLE, s TEXT, f BOOLEAN, dt DATE, ts TIMESTAMP(6)";
const T = `CREATE SOURCE t (${COLUMNS}, WATERMARK FOR ts); `;

/** JSON lines of `t`, as a payload; what a column is not given is NULL. Row 4 is late, row 5 closes what is before it. */
export const ROWS: readonly string[] = [
  `{"b":7,"i":2,"d":1.5,"s":"a%b","f":true,"dt":"2024-02-29","ts":"2024-01-01 00:00:01.25"}`,
  `{"b":-3,"i":null,"d":-2.5,"s":"AXB","f":null,"dt":"2023-12-31","ts":"2024-01-01 00:00:04"}`,
  `{"b":7,"i":5,"d":0.25,"s":null,"f":false,"dt":"2024-03-01","ts":"2024-01-01 00:00:11"}`,
  `{"b":1,"i":1,"d":4,"s":"é","f":true,"dt":"1969-12-31","ts":"2024-01-01 00:00:03"}`,
  `{"b":40,"i":-5,"d":9,"s":"","f":false,"dt":null,"ts":"2024-01-01 00:00:33"}`,
];

/** Durations by the names that `name => value` uses. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  TUMBLE: ["SIZE", "OFFSET"],
  HOP: ["SLIDE", "SIZE", "OFFSET"],
  CUMULATE: ["STEP", "SIZE", "OFFSET"],
};

export const CLAUSES: readonly Clause[] = [
  // ── Declarations
  ...declaration("TIMESTAMP(6), WATERMARK FOR ts AS ts - INTERVAL '9' SECOND", "TIMESTAMP(6), WATERMARK FOR ts"),
  ...declaration(
    "TIMESTAMP(6) NOT NULL, x TEXT NOT NULL, WATERMARK FOR ts",
    "TIMESTAMP(6) NOT NULL, x TEXT, WATERMARK FOR ts",
  ),
  ...declaration("TIMESTAMP(6), s VARCHAR(2), WATERMARK FOR ts", "TIMESTAMP(6), s VARCHAR, WATERMARK FOR ts"),
  ...declaration("TIMESTAMP(0), WATERMARK FOR ts", "TIMESTAMP(6), WATERMARK FOR ts"),
  {
    with: `CREATE SOURCE t (${COLUMNS}) WITH (format = 'arrow'); SELECT b FROM t`,
    without: `CREATE SOURCE t (${COLUMNS}) WITH (format = 'jsonl'); SELECT b FROM t`,
  },
  {
    with: `${T} CREATE VIEW v AS SELECT b FROM t WHERE b > 0; SELECT b FROM v`,
    without: `${T} CREATE VIEW v AS SELECT b FROM t; SELECT b FROM v`,
  },
  { with: `${T} CREATE VIEW v AS SELECT b + 1 AS b FROM t; SELECT b FROM v`, without: `${T} SELECT b FROM t` },
  ...["BOOLEAN", "BIGINT", "DOUBLE", "DATE", "VARCHAR(1)"].map((type) => ({
    with: `CREATE SOURCE t (b BIGINT, s ${type}, d ${type}, i ${type}); SELECT b FROM t WHERE d IS DISTINCT FROM s AND i IS DISTINCT FROM s`,
    without: `CREATE SOURCE t (b BIGINT, s TEXT, d DOUBLE, i BIGINT); SELECT b FROM t`,
  })),

  // ── Queries
  query("SELECT b FROM t WHERE f", "SELECT b FROM t"),
  query("SELECT b, i FROM t", "SELECT b FROM t"),
  query("SELECT b AS i FROM t", "SELECT b FROM t"),
  query("SELECT *, b AS z FROM t", "SELECT b AS z FROM t"),
  query("SELECT t.* FROM t", "SELECT b FROM t"),
  query("SELECT x.b FROM t AS x", "SELECT b + 0 AS b, i FROM t"),
  query("WITH c AS (SELECT b FROM t WHERE b > 0) SELECT b FROM c", "WITH c AS (SELECT b FROM t) SELECT b FROM c"),
  query("WITH c AS (SELECT b + 1 AS b FROM t) SELECT b FROM c", "SELECT b FROM t"),
  query("SELECT b FROM (SELECT b FROM t WHERE b > 0) AS x", "SELECT b FROM (SELECT b FROM t) AS x"),
  query("SELECT b FROM (SELECT b + 1 AS b FROM t) x", "SELECT b FROM t"),

  query("SELECT b FROM t", "SELECT * FROM t"),
  {
    with: `CREATE SOURCE t (${COLUMNS}) WITH (format = 'arrow'); SELECT b FROM t`,
    without: `CREATE SOURCE t (${COLUMNS}); SELECT b FROM t`,
  },
  {
    with: `${T} SELECT COUNT(*) AS b FROM TUMBLE(t, ts, INTERVAL '10' SECOND) GROUP BY window_start`,
    without: `CREATE SOURCE t (${COLUMNS}); SELECT b FROM t`,
  },
  query("SELECT COUNT(*) AS b FROM TUMBLE(t, ts, INTERVAL '10' SECOND) GROUP BY window_start", "SELECT b FROM t"),
  query(
    "SELECT COUNT(x.s) AS n FROM TUMBLE(t, ts, INTERVAL '10' SECOND) AS x GROUP BY window_start",
    "SELECT COUNT(*) AS n FROM TUMBLE(t, ts, INTERVAL '10' SECOND) GROUP BY window_start",
  ),
  query(
    "SELECT COUNT(*) AS n FROM TUMBLE(DATA => TABLE t, TIMECOL => DESCRIPTOR(ts), SIZE => INTERVAL '10' SECOND, OFFSET => INTERVAL '3' SECOND) GROUP BY window_start",
    "SELECT COUNT(*) AS n FROM TUMBLE(t, ts, INTERVAL '10' SECOND) GROUP BY window_start",
  ),
  grouped("ALLOW LATENESS INTERVAL '9' SECOND EMIT FINAL", "ALLOW LATENESS INTERVAL '9' SECOND"),

  // ── Windows: each spelling against another window, each duration against another one
  ...windows("TUMBLE", ["INTERVAL '10' SECOND"], ["INTERVAL '20' SECOND"], "INTERVAL '3' SECOND"),
  ...windows(
    "HOP",
    ["INTERVAL '5' SECOND", "INTERVAL '10' SECOND"],
    ["INTERVAL '10' SECOND", "INTERVAL '10' SECOND"],
    "INTERVAL '3' SECOND",
  ),
  ...windows(
    "HOP",
    ["INTERVAL '5' SECOND", "INTERVAL '10' SECOND"],
    ["INTERVAL '5' SECOND", "INTERVAL '20' SECOND"],
    "INTERVAL '-2' SECOND",
  ),
  ...windows(
    "CUMULATE",
    ["INTERVAL '5' SECOND", "INTERVAL '20' SECOND"],
    ["INTERVAL '10' SECOND", "INTERVAL '20' SECOND"],
    "INTERVAL '3' SECOND",
  ),
  ...windows(
    "CUMULATE",
    ["INTERVAL '5' SECOND", "INTERVAL '20' SECOND"],
    ["INTERVAL '5' SECOND", "INTERVAL '10' SECOND"],
    "INTERVAL '3' SECOND",
  ),
  ...[
    ["SECOND", "20"],
    ["MILLISECOND", "2"],
    ["MICROSECOND", "7"],
    ["MINUTE", "2"],
    ["HOUR", "2"],
    ["DAY", "2"],
    ["WEEK", "3"],
  ].map(([unit, amount]) => tumble(`INTERVAL '${amount}' ${unit}`, "", "INTERVAL '11' SECOND", "")),
  tumble(
    "INTERVAL '10' SECOND",
    "GROUP BY window_start, window_end, s",
    "INTERVAL '10' SECOND",
    "GROUP BY window_start, window_end",
  ),
  tumble(
    "INTERVAL '10' SECOND",
    "GROUP BY window_start, window_end HAVING COUNT(*) > 1",
    "INTERVAL '10' SECOND",
    "GROUP BY window_start, window_end",
  ),
  ...["ON WINDOW CLOSE", "FINAL"].map((emit) =>
    grouped(
      `ALLOW LATENESS INTERVAL '9' SECOND EMIT ${emit}`,
      "ALLOW LATENESS INTERVAL '9' SECOND EMIT AFTER WATERMARK",
    ),
  ),
  grouped("ALLOW LATENESS INTERVAL '9' SECOND EMIT AFTER WATERMARK", "ALLOW LATENESS INTERVAL '9' SECOND EMIT FINAL"),
  grouped("ALLOW LATENESS INTERVAL '9' SECOND", ""),
  aggregate("COUNT(*)", "COUNT(s)"),
  aggregate("SUM(b) FILTER (WHERE f)", "SUM(b)"),

  // ── Expressions
  expression("TRUE", "1"),
  expression("DATE '2024-01-01'", "dt"),
  expression("TIMESTAMP '2024-01-01 00:00:00'", "ts"),
  expression("b IN (7, 1)", "b = 7"),
  expression("s LIKE 'A%'", "s = 'A%'"),
  expression("CASE WHEN f THEN b END", "b"),
  expression("EXTRACT(YEAR FROM dt)", "dt"),
  expression("t.b + 1", "b"),
  expression("1", "2"),
  expression("'a'", "'b'"),
  expression("TRUE", "FALSE"),
  expression("NULL", "s"),
  expression("DATE '2024-01-01'", "DATE '2024-01-02'"),
  expression("TIMESTAMP '2024-01-01 00:00:00'", "TIMESTAMP '2024-01-01 00:00:01'"),
  ...["SECOND", "MINUTE", "HOUR", "DAY", "WEEK", "MONTH", "YEAR", "MILLISECOND", "MICROSECOND"].map((unit) =>
    expression(`ts + INTERVAL '2' ${unit}`, "ts"),
  ),
  expression("- b", "b"),
  // Unary plus is the value itself: it matters only in that it binds tighter than the rest.
  expression("+ b - b", "b"),
  expression("NOT f", "f"),
  ...["+", "-", "*", "/", "%"].map((op) => expression(`b ${op} 3`, "b")),
  expression("s || 'x'", "s"),
  ...["=", "<>", "<", "<=", ">", ">="].map((op) => expression(`b ${op} 7`, `NOT (b ${op} 7)`)),
  ...["=", "<>", "<", "<=", ">", ">="].flatMap((op, i, all) =>
    all.filter((_, j) => j !== i).map((other) => expression(`b ${op} 7`, `b ${other} 7`)),
  ),
  expression("f AND b > 0", "f"),
  expression("f OR b > 0", "f"),
  expression("f AND b > 0", "f OR b > 0"),
  ...["NULL", "TRUE", "FALSE", "UNKNOWN"].flatMap((test, i, all) => [
    expression(`f IS NOT ${test}`, `f IS ${test}`),
    expression(`f IS ${test}`, `f IS ${test === "UNKNOWN" ? "TRUE" : all[(i + 1) % 3]}`),
  ]),
  expression("i IS DISTINCT FROM 2", "i <> 2"),
  expression("i IS NOT DISTINCT FROM 2", "i IS DISTINCT FROM 2"),
  expression("b BETWEEN 1 AND 7", "b >= 1"),
  expression("b BETWEEN 1 AND 7", "b <= 7"),
  expression("b NOT BETWEEN 1 AND 7", "b BETWEEN 1 AND 7"),
  expression("b IN (7, 1)", "b IN (7)"),
  expression("b NOT IN (7)", "b IN (7)"),
  expression("s LIKE 'a%b'", "s LIKE 'A%b'"),
  expression("s NOT LIKE 'a%'", "s LIKE 'a%'"),
  expression("s ILIKE 'a%b'", "s LIKE 'a%b'"),
  expression("s LIKE 'A!%B' ESCAPE '!'", "s LIKE 'A%B'"),
  expression("CASE WHEN f THEN 1 END", "CASE WHEN f THEN 2 END"),
  expression("CASE WHEN f THEN 1 ELSE 2 END", "CASE WHEN f THEN 1 END"),
  expression("CASE b WHEN 7 THEN 1 END", "CASE WHEN b > 0 THEN 1 END"),
  expression("CASE WHEN f THEN 1 WHEN b > 0 THEN 2 END", "CASE WHEN f THEN 1 END"),
  expression("CAST(d AS INTEGER)", "d"),
  expression("CAST(s AS BIGINT)", "TRY_CAST(s AS BIGINT)"),
  expression("TRY_CAST(s AS BIGINT)", "CAST(s AS BIGINT)"),
  ...["TINYINT", "SMALLINT", "INTEGER", "BIGINT"].map((type) => expression(`CAST(d AS ${type})`, "d")),
  expression("CAST(d + 0.3 AS REAL)", "d + 0.3"),
  expression("CAST(b AS TEXT)", "b"),
  expression("CAST(s AS VARCHAR(1))", "s"),
  expression("CAST(b AS DOUBLE)", "b / 2"),
  expression("CAST(i AS BOOLEAN)", "i"),
  expression("CAST(ts AS DATE)", "ts"),
  expression("CAST(dt AS TIMESTAMP)", "dt"),
  expression("CAST(ts AS TIMESTAMP(0))", "ts"),
  expression("upper(s)", "s"),
  expression("coalesce(i, 0)", "i"),
  expression("EXTRACT(YEAR FROM dt)", "EXTRACT(MONTH FROM dt)"),
];

function query(sql: string, without: string): Clause {
  return { with: T + sql, without: T + without };
}

function expression(sql: string, without: string): Clause {
  return query(`SELECT ${sql} AS r FROM t`, `SELECT ${without} AS r FROM t`);
}

/** Columns of a source from its event time on. */
function declaration(columns: string, without: string): Clause[] {
  const sql = (text: string) =>
    `CREATE SOURCE t (b BIGINT, ts ${text}); SELECT COUNT(*) AS n, MAX(ts) AS m FROM TUMBLE(t, ts, INTERVAL '10' SECOND) GROUP BY window_start`;
  const plain = (text: string) => `CREATE SOURCE t (b BIGINT, ts ${text}); SELECT * FROM t`;
  return columns.includes("INTERVAL")
    ? [{ with: sql(columns), without: sql(without) }]
    : [{ with: plain(columns), without: plain(without) }];
}

function tumble(size: string, rest: string, otherSize: string, otherRest: string): Clause {
  const sql = (size: string, rest: string) =>
    `SELECT COUNT(*) AS n, MIN(b) AS low FROM TUMBLE(t, ts, ${size}) ${rest === "" ? "GROUP BY window_start, window_end" : rest}`;
  return query(sql(size, rest), sql(otherSize, otherRest));
}

function grouped(clauses: string, without: string): Clause {
  const sql = (clauses: string) =>
    `SELECT COUNT(*) AS n FROM TUMBLE(t, ts, INTERVAL '10' SECOND) GROUP BY window_start ${clauses}`;
  return query(sql(clauses), sql(without));
}

function aggregate(sql: string, without: string): Clause {
  const whole = (sql: string) => `SELECT ${sql} AS r FROM TUMBLE(t, ts, INTERVAL '10' SECOND) GROUP BY window_start`;
  return query(whole(sql), whole(without));
}

/** The four spellings of a window, each with other durations and with an offset. */
function windows(name: string, durations: readonly string[], others: readonly string[], offset: string): Clause[] {
  const columns = "window_start AS s, window_end AS e, COUNT(*) AS n";
  const functions = `${name}_START() AS s, ${name}_END() AS e, COUNT(*) AS n`;
  const spellings: ((durations: readonly string[]) => string)[] = [
    (list) => `SELECT ${columns} FROM ${name}(t, ts, ${list.join(", ")}) GROUP BY window_start, window_end`,
    (list) =>
      `SELECT ${columns} FROM TABLE(${name}(TABLE t, DESCRIPTOR(ts), ${list.join(", ")})) GROUP BY window_start, window_end`,
    (list) =>
      `SELECT ${columns} FROM ${name}(DATA => TABLE t, TIMECOL => DESCRIPTOR(ts), ${list.map((each, i) => `${NAMES[name]![i]} => ${each}`).join(", ")}) GROUP BY window_start, window_end`,
    (list) => `SELECT ${functions} FROM t GROUP BY ${name}(ts, ${list.join(", ")})`,
    (list) => `SELECT ${functions} FROM t GROUP BY ${name}(${list.join(", ")})`,
  ];
  return spellings.flatMap((sql) => [
    query(sql(durations), sql(others)),
    query(sql([...durations, offset]), sql(durations)),
  ]);
}
