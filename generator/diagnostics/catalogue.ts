/**
 * Every diagnostic, in one table: messages, `millrace codes`, the documentation and the error cases are made of it.
 * MR1 syntax, MR2 names and types, MR3 what cannot stream, MR4 what is outside this version, MR5 state, MR6 run time,
 * MR7 artifact, MR8 configuration and command line, MR9 our own bugs. A code is never used again for something else.
 */

interface Entry<Message extends string, Label extends string> {
  readonly severity: "error" | "warning";
  readonly sqlstate: string | null;
  /** Lower case, names in backticks; `{name}` stands for a parameter. */
  readonly message: Message;
  /** Stands beside the carets. */
  readonly label: Label;
  readonly explanation: string;
  /** Something that gives the diagnostic, and its repair. MR1 to MR4: SQL after `EXAMPLE_SCHEMA`. */
  readonly bad: string;
  readonly good: string;
}

/** What the SQL examples of MR1 to MR4 read. */
export const EXAMPLE_SCHEMA = `CREATE SOURCE bid (auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT,
  seen TIMESTAMP, ts TIMESTAMP NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '5' SECOND);
`;

interface Example {
  readonly bad: string;
  readonly good: string;
}

function error<const Message extends string, const Label extends string>(
  message: Message,
  label: Label,
  explanation: string,
  { bad, good }: Example,
  sqlstate: string | null = null,
): Entry<Message, Label> {
  return { severity: "error", sqlstate, message, label, explanation, bad, good };
}

/** A row that cannot be used: it goes to the `malformed` side stream and is counted, and the query runs on. */
function rowError<const Message extends string, const Label extends string>(
  sqlstate: string | null,
  message: Message,
  label: Label,
  explanation: string,
  { bad, good }: Example,
): Entry<Message, Label> {
  return { severity: "warning", sqlstate, message, label, explanation, bad, good };
}

export const CATALOGUE = {
  // MR1: syntax
  MR1001: error(
    "unexpected {found}",
    "expected {expected}",
    "The words before it leave room for nothing else; a keyword that is meant as a name stands in double quotes.",
    { bad: "SELECT price, FROM bid", good: "SELECT price FROM bid" },
    "42601",
  ),
  MR1002: error(
    "unexpected character {character}",
    "not part of SQL outside quotes",
    "Only letters, digits and SQL's punctuation stand outside quotes and comments.",
    { bad: "SELECT price FROM bid WHERE price > 5€", good: "SELECT price FROM bid WHERE price > 5" },
    "42601",
  ),
  MR1003: error(
    "interval needs its unit outside the quotes",
    "number and unit in one string",
    "An interval is a quoted number and a unit after it.",
    {
      bad: "SELECT ts + INTERVAL '1 MINUTE' AS later FROM bid",
      good: "SELECT ts + INTERVAL '1' MINUTE AS later FROM bid",
    },
    "42601",
  ),
  MR1004: error(
    "{what} has no closing {quote}",
    "opened here",
    "Quoted text and quoted names end with the quote that began them.",
    { bad: "SELECT price FROM bid WHERE channel = 'web", good: "SELECT price FROM bid WHERE channel = 'web'" },
    "42601",
  ),
  MR1005: error(
    "comment has no closing `*/`",
    "opened here",
    "A block comment ends with */; comments nest.",
    { bad: "SELECT price FROM bid /* all of them", good: "SELECT price FROM bid /* all of them */" },
    "42601",
  ),
  MR1006: error(
    "malformed number `{text}`",
    "{why}",
    "Numbers are written as 12, 1.5 or 15e-1.",
    { bad: "SELECT price * 2x AS p FROM bid", good: "SELECT price * 2 AS p FROM bid" },
    "42601",
  ),
  MR1007: error(
    "`{clause}` is out of place",
    "{why}",
    "Clauses come once each, in the order FROM, WHERE, GROUP BY, HAVING, then EMIT and ALLOW LATENESS.",
    {
      bad: "SELECT price WHERE price > 5 FROM bid",
      good: "SELECT price FROM bid WHERE price > 5",
    },
    "42601",
  ),
  MR1008: error(
    "nested too deeply",
    "more than {limit} levels",
    "Expressions, subqueries and views nest to a limit, so that no text can exhaust the compiler.",
    { bad: `SELECT ${"(".repeat(300)}price${")".repeat(300)} AS p FROM bid`, good: "SELECT (price) AS p FROM bid" },
    "54001",
  ),
  MR1009: error(
    "name is empty",
    "a quoted name has at least one character",
    "A name has at least one character.",
    { bad: 'SELECT price AS "" FROM bid', good: 'SELECT price AS "p" FROM bid' },
    "42602",
  ),
  MR1010: error(
    "name is not in Unicode normal form C",
    "looks the same in form C, but differs",
    "Two names that look the same must be the same: names are written in normal form C.",
    { bad: 'SELECT price AS "e\u0301" FROM bid', good: 'SELECT price AS "\u00e9" FROM bid' },
    "42602",
  ),
  MR1011: error(
    "text holds half of a surrogate pair",
    "not a Unicode character",
    "Text values are well-formed Unicode.",
    { bad: "SELECT '\ud800' AS half FROM bid", good: "SELECT '\ud83d\ude00' AS whole FROM bid" },
    "22021",
  ),
  MR1012: error(
    "`{operator}` is not an operator of SQL",
    "SQL writes `{instead}`",
    "Other languages spell this operator in another way.",
    { bad: "SELECT price FROM bid WHERE price == 5", good: "SELECT price FROM bid WHERE price = 5" },
    "42601",
  ),
  MR1013: error(
    "interval needs its number in quotes",
    "a bare number",
    "An interval is a quoted number and a unit after it.",
    {
      bad: "SELECT ts + INTERVAL 1 MINUTE AS later FROM bid",
      good: "SELECT ts + INTERVAL '1' MINUTE AS later FROM bid",
    },
    "42601",
  ),
  MR1014: error(
    "interval needs a unit",
    "found {found}, expected MICROSECOND, MILLISECOND, SECOND, MINUTE, HOUR, DAY, WEEK, MONTH or YEAR",
    "An interval is a quoted number and a unit after it; the plural is accepted.",
    {
      bad: "SELECT ts + INTERVAL '1' MIN AS later FROM bid",
      good: "SELECT ts + INTERVAL '1' MINUTE AS later FROM bid",
    },
    "42601",
  ),
  MR1015: error(
    "name in single quotes",
    "single quotes make text",
    "Names are written bare or in double quotes, text in single quotes.",
    { bad: "SELECT price AS 'p' FROM bid", good: 'SELECT price AS "p" FROM bid' },
    "42601",
  ),

  // MR2: names and types
  MR2001: error(
    "unknown column `{name}`",
    "{why}",
    "A query sees the columns of the relation in FROM, and of its window.",
    { bad: "SELECT prise FROM bid", good: "SELECT price FROM bid" },
    "42703",
  ),
  MR2002: error(
    "unknown relation `{name}`",
    "{why}",
    "FROM names a source, a view or a WITH query.",
    { bad: "SELECT price FROM bids", good: "SELECT price FROM bid" },
    "42P01",
  ),
  MR2003: error(
    "unknown function `{name}`",
    "no function has this name",
    "Functions are called by their PostgreSQL names and some others.",
    { bad: "SELECT lenght(channel) AS n FROM bid", good: "SELECT length(channel) AS n FROM bid" },
    "42883",
  ),
  MR2004: error(
    "unknown type `{name}`",
    "no type has this name",
    "Types are BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, TEXT, VARCHAR(n), DATE and TIMESTAMP(0-6).",
    { bad: "SELECT CAST(price AS BIGNIT) AS p FROM bid", good: "SELECT CAST(price AS BIGINT) AS p FROM bid" },
    "42704",
  ),
  MR2005: error(
    "column `{name}` is ambiguous",
    "{why}",
    "Two columns of this name can be seen here; rename one of them.",
    {
      bad: `CREATE SOURCE r (window_end TIMESTAMP, ts TIMESTAMP NOT NULL, WATERMARK FOR ts);
SELECT COUNT(*) AS n FROM TUMBLE(r, ts, INTERVAL '1' HOUR) GROUP BY window_end`,
      good: `CREATE SOURCE r (closes TIMESTAMP, ts TIMESTAMP NOT NULL, WATERMARK FOR ts);
SELECT COUNT(*) AS n FROM TUMBLE(r, ts, INTERVAL '1' HOUR) GROUP BY window_end`,
    },
    "42702",
  ),
  MR2006: error(
    "relation `{name}` is declared twice",
    "first declared at {place}",
    "Sources and views share their names; letter case does not tell them apart.",
    {
      bad: "CREATE VIEW v AS SELECT price FROM bid; CREATE VIEW v AS SELECT auction FROM bid; SELECT * FROM v",
      good: "CREATE VIEW v AS SELECT price FROM bid; CREATE VIEW w AS SELECT auction FROM bid; SELECT * FROM v",
    },
    "42P07",
  ),
  MR2007: error(
    "column `{name}` is declared twice",
    "first declared at {place}",
    "Column names of one source differ by more than letter case.",
    {
      bad: "CREATE SOURCE s (a INT, A INT); SELECT price FROM bid",
      good: "CREATE SOURCE s (a INT, b INT); SELECT price FROM bid",
    },
    "42701",
  ),
  MR2008: error(
    "output column `{name}` appears twice",
    "another column at {place} has this name",
    "Columns of one result differ by more than letter case; name one with AS.",
    { bad: "SELECT price, auction AS price FROM bid", good: "SELECT price, auction AS a FROM bid" },
    "42701",
  ),
  MR2009: error(
    "`{name}` does not take ({types})",
    "it takes {accepted}",
    "No form of the function fits the number and the types of the arguments.",
    { bad: "SELECT length(price) AS n FROM bid", good: "SELECT length(channel) AS n FROM bid" },
    "42883",
  ),
  MR2010: error(
    "{text} is not a valid {type}",
    "{why}",
    "The text of a literal must be a value of its type.",
    { bad: "SELECT DATE '2023-02-29' AS d FROM bid", good: "SELECT DATE '2023-02-28' AS d FROM bid" },
    "22007",
  ),
  MR2011: error(
    "number `{text}` is out of range",
    "a BIGINT lies between -9223372036854775808 and 9223372036854775807",
    "Whole numbers are at most 64 bits wide.",
    {
      bad: "SELECT price + 9223372036854775808 AS p FROM bid",
      good: "SELECT price + 9223372036854775807 AS p FROM bid",
    },
    "22003",
  ),
  MR2012: error(
    "`{operator}` does not take {types}",
    "{why}",
    "The operands have no type in common that the operator takes; text and numbers never mix by themselves.",
    { bad: "SELECT price FROM bid WHERE channel > price", good: "SELECT price FROM bid WHERE channel > 'a'" },
    "42883",
  ),
  MR2013: error(
    "{clause} needs a condition",
    "this is {type}, not BOOLEAN",
    "A condition is an expression of type BOOLEAN.",
    { bad: "SELECT price FROM bid WHERE price", good: "SELECT price FROM bid WHERE price > 0" },
    "42804",
  ),
  MR2014: error(
    "{from} cannot be cast to {to}",
    "this is {from}",
    "There is no conversion between the two types.",
    { bad: "SELECT CAST(rate AS DATE) AS d FROM bid", good: "SELECT CAST(ts AS DATE) AS d FROM bid" },
    "42846",
  ),
  MR2015: error(
    "column `{name}` is neither grouped nor aggregated",
    "one group can hold many values of it",
    "Beside GROUP BY, a column stands in GROUP BY or inside an aggregate.",
    {
      bad: "SELECT auction, COUNT(*) AS n FROM TUMBLE(bid, ts, INTERVAL '1' HOUR) GROUP BY window_end",
      good: "SELECT auction, COUNT(*) AS n FROM TUMBLE(bid, ts, INTERVAL '1' HOUR) GROUP BY window_end, auction",
    },
    "42803",
  ),
  MR2016: error(
    "aggregate `{name}` cannot stand {where}",
    "{why}",
    "Aggregates stand in SELECT and HAVING, and not inside each other.",
    {
      bad: "SELECT COUNT(*) AS n FROM TUMBLE(bid, ts, INTERVAL '1' HOUR) WHERE COUNT(*) > 1 GROUP BY window_end",
      good: "SELECT COUNT(*) AS n FROM TUMBLE(bid, ts, INTERVAL '1' HOUR) GROUP BY window_end HAVING COUNT(*) > 1",
    },
    "42803",
  ),
  MR2017: error(
    "the file has no query",
    "expected a SELECT",
    "A query file holds one SELECT, which takes the file's name.",
    { bad: "-- nothing yet", good: "SELECT price FROM bid" },
  ),
  MR2018: error(
    "second query in one file",
    "{why}",
    "A query file holds one SELECT, which takes the file's name; a schema file holds none.",
    { bad: "SELECT price FROM bid; SELECT auction FROM bid", good: "SELECT price, auction FROM bid" },
  ),
  MR2019: error(
    "`{name}` is defined by itself",
    "{why}",
    "Views and WITH queries may use others, but not in a circle.",
    {
      bad: "CREATE VIEW a AS SELECT * FROM b; CREATE VIEW b AS SELECT * FROM a; SELECT * FROM a",
      good: "CREATE VIEW a AS SELECT * FROM b; CREATE VIEW b AS SELECT * FROM bid; SELECT * FROM a",
    },
    "42P19",
  ),
  MR2020: error(
    "`FILTER` needs an aggregate",
    "`{name}` is none",
    "FILTER says which rows an aggregate sees.",
    {
      bad: "SELECT abs(price) FILTER (WHERE price > 1) AS p FROM bid",
      good: "SELECT abs(price) AS p FROM bid WHERE price > 1",
    },
    "42809",
  ),
  MR2021: error(
    "{what} cannot be a group key",
    "{why}",
    "A number in GROUP BY is the position of an output column; other constants have no meaning there.",
    {
      bad: "SELECT window_end, COUNT(*) AS n FROM TUMBLE(bid, ts, INTERVAL '1' HOUR) GROUP BY 3",
      good: "SELECT window_end, COUNT(*) AS n FROM TUMBLE(bid, ts, INTERVAL '1' HOUR) GROUP BY 1",
    },
    "42P10",
  ),
  MR2022: error(
    "`{clause}` times a window that is timed already",
    "the aggregate below has its own `{other}` ({place})",
    "EMIT and ALLOW LATENESS belong to the nearest window aggregate and are said once for it.",
    {
      bad: `SELECT n FROM (SELECT COUNT(*) AS n FROM TUMBLE(bid, ts, INTERVAL '1' HOUR) GROUP BY window_end
  EMIT ON WINDOW CLOSE) EMIT FINAL`,
      good: `SELECT n FROM (SELECT COUNT(*) AS n FROM TUMBLE(bid, ts, INTERVAL '1' HOUR) GROUP BY window_end)
  EMIT FINAL`,
    },
  ),
  MR2023: error(
    "`{name}` has the wrong arguments",
    "{why}; it takes {expected}",
    "Window functions take a relation (in FROM), the event time, and their durations.",
    {
      bad: "SELECT COUNT(*) AS n FROM HOP(bid, ts, INTERVAL '1' HOUR) GROUP BY window_end",
      good: "SELECT COUNT(*) AS n FROM HOP(bid, ts, INTERVAL '1' MINUTE, INTERVAL '1' HOUR) GROUP BY window_end",
    },
  ),
  MR2024: error(
    "`{name}` {problem}",
    "{why}",
    "TUMBLE, HOP and CUMULATE stand in FROM or GROUP BY; their _START, _END and _ROWTIME repeat the window of GROUP BY.",
    {
      bad: `SELECT TUMBLE_END(ts, INTERVAL '2' HOUR) AS e, COUNT(*) AS n FROM bid
GROUP BY TUMBLE(ts, INTERVAL '1' HOUR)`,
      good: `SELECT TUMBLE_END(ts, INTERVAL '1' HOUR) AS e, COUNT(*) AS n FROM bid
GROUP BY TUMBLE(ts, INTERVAL '1' HOUR)`,
    },
  ),
  MR2025: error(
    "event time `{name}` is {type}",
    "WATERMARK FOR needs a TIMESTAMP column",
    "Event time is a TIMESTAMP column of the source.",
    {
      bad: "CREATE SOURCE s (at BIGINT, WATERMARK FOR at); SELECT price FROM bid",
      good: "CREATE SOURCE s (at TIMESTAMP, WATERMARK FOR at); SELECT price FROM bid",
    },
    "42804",
  ),
  MR2026: error(
    "unknown option `{key}`",
    "not an option of a source: format",
    "Options are named exactly; an unknown one is never ignored.",
    {
      bad: "CREATE SOURCE s (a INT) WITH (formt = 'jsonl'); SELECT price FROM bid",
      good: "CREATE SOURCE s (a INT) WITH (format = 'jsonl'); SELECT price FROM bid",
    },
  ),
  MR2027: error(
    "`{what}` cannot be {value}",
    "expected {expected}",
    "The value lies outside what is allowed here.",
    {
      bad: "CREATE SOURCE s (a INT) WITH (format = 'jsnl'); SELECT price FROM bid",
      good: "CREATE SOURCE s (a INT) WITH (format = 'jsonl'); SELECT price FROM bid",
    },
    "22023",
  ),
  MR2028: error(
    "unknown field `{field}` of {function}",
    "expected {fields}",
    "Fields are the parts of a date or time, such as YEAR or HOUR.",
    { bad: "SELECT EXTRACT(houer FROM ts) AS h FROM bid", good: "SELECT EXTRACT(hour FROM ts) AS h FROM bid" },
    "22023",
  ),
  MR2029: error(
    "branches of CASE differ in type",
    "this is {type}, an earlier one is {other}",
    "All branches of CASE have one type after numbers have been widened.",
    {
      bad: "SELECT CASE WHEN price > 5 THEN price ELSE channel END AS x FROM bid",
      good: "SELECT CASE WHEN price > 5 THEN price ELSE 0 END AS x FROM bid",
    },
    "42804",
  ),
  MR2030: error(
    "unknown qualifier `{name}`",
    "{why}",
    "A qualifier is the alias of the relation in FROM, or its name if it has no alias.",
    { bad: "SELECT b.price FROM bid AS x", good: "SELECT x.price FROM bid AS x" },
    "42P01",
  ),
  MR2031: error("second watermark of one source", "the first stands at {place}", "A source has one event time.", {
    bad: "CREATE SOURCE s (a TIMESTAMP, b TIMESTAMP, WATERMARK FOR a, WATERMARK FOR b); SELECT price FROM bid",
    good: "CREATE SOURCE s (a TIMESTAMP, b TIMESTAMP, WATERMARK FOR a); SELECT price FROM bid",
  }),
  MR2032: error(
    "column `{name}` holds an INTERVAL",
    "an INTERVAL can be added to a time or be a duration, not a column",
    "INTERVAL values are literals in this version.",
    { bad: "SELECT INTERVAL '1' HOUR AS i FROM bid", good: "SELECT ts + INTERVAL '1' HOUR AS later FROM bid" },
    "0A000",
  ),

  // MR3: what cannot stream
  MR3003: error(
    "window over `{relation}`, which has no event time",
    "nothing tells when such a window is complete",
    "A window closes by the watermark of its event time: the source needs WATERMARK FOR.",
    {
      bad: `CREATE SOURCE s (a INT, at TIMESTAMP);
SELECT COUNT(*) AS n FROM TUMBLE(s, at, INTERVAL '1' HOUR) GROUP BY window_end`,
      good: `CREATE SOURCE s (a INT, at TIMESTAMP, WATERMARK FOR at);
SELECT COUNT(*) AS n FROM TUMBLE(s, at, INTERVAL '1' HOUR) GROUP BY window_end`,
    },
  ),
  MR3004: error(
    "{what} the event time",
    "{why}",
    "A window goes by the column that carries the watermark: the one of WATERMARK FOR, handed on unchanged, or `window_time` of a window aggregate.",
    {
      bad: "SELECT COUNT(*) AS n FROM TUMBLE(bid, seen, INTERVAL '1' HOUR) GROUP BY window_end",
      good: "SELECT COUNT(*) AS n FROM TUMBLE(bid, ts, INTERVAL '1' HOUR) GROUP BY window_end",
    },
  ),
  MR3005: error(
    "{window} cannot have this {part}",
    "{why}",
    "Sizes, slides and steps are above zero; a slide is at most the size, and a step divides the largest size.",
    {
      bad: "SELECT COUNT(*) AS n FROM TUMBLE(bid, ts, INTERVAL '0' HOUR) GROUP BY window_end",
      good: "SELECT COUNT(*) AS n FROM TUMBLE(bid, ts, INTERVAL '1' HOUR) GROUP BY window_end",
    },
  ),
  MR3006: error(
    "a month or a year has no fixed length",
    "{what} is counted in weeks, days, hours or less",
    "Windows, lateness and delays are fixed lengths of time; calendar periods work as keys through date_trunc.",
    {
      bad: "SELECT COUNT(*) AS n FROM TUMBLE(bid, ts, INTERVAL '1' MONTH) GROUP BY window_end",
      good: "SELECT COUNT(*) AS n FROM TUMBLE(bid, ts, INTERVAL '30' DAY) GROUP BY window_end",
    },
  ),
  MR3007: error("{what} must be an INTERVAL literal", "{why}", "Durations are known when the query is built.", {
    bad: "SELECT COUNT(*) AS n FROM TUMBLE(bid, ts, price) GROUP BY window_end",
    good: "SELECT COUNT(*) AS n FROM TUMBLE(bid, ts, INTERVAL '1' HOUR) GROUP BY window_end",
  }),
  MR3008: error(
    "`{clause}` needs a window aggregate",
    "no window below this SELECT",
    "Rows of a query without a window leave as they come; there is nothing to time.",
    { bad: "SELECT price FROM bid EMIT ON WINDOW CLOSE", good: "SELECT price FROM bid" },
  ),
  MR3009: error(
    "aggregate over results that are corrected later",
    "its input takes results back",
    "A window aggregate that emits before it is final retracts what it said; an aggregate above it needs final results.",
    {
      bad: `SELECT MAX(n) AS m FROM TUMBLE((SELECT window_time AS t, COUNT(*) AS n
  FROM TUMBLE(bid, ts, INTERVAL '1' MINUTE) GROUP BY window_time EMIT AFTER WATERMARK), t, INTERVAL '1' HOUR)
GROUP BY window_end`,
      good: `SELECT MAX(n) AS m FROM TUMBLE((SELECT window_time AS t, COUNT(*) AS n
  FROM TUMBLE(bid, ts, INTERVAL '1' MINUTE) GROUP BY window_time EMIT ON WINDOW CLOSE), t, INTERVAL '1' HOUR)
GROUP BY window_end`,
    },
  ),
  MR3010: error(
    "{what} cannot be negative",
    "expected zero or more",
    "A watermark cannot run ahead of the events, nor a window close before its end.",
    {
      bad: "CREATE SOURCE s (at TIMESTAMP, WATERMARK FOR at AS at - INTERVAL '-5' SECOND); SELECT price FROM bid",
      good: "CREATE SOURCE s (at TIMESTAMP, WATERMARK FOR at AS at - INTERVAL '5' SECOND); SELECT price FROM bid",
    },
  ),

  // MR4: outside this version
  MR4001: error(
    "{construct} is not supported yet",
    "{why}",
    "Statements of this version are CREATE SOURCE, CREATE STREAM, CREATE TABLE, CREATE VIEW and SELECT.",
    { bad: "DROP VIEW v; SELECT price FROM bid", good: "SELECT price FROM bid" },
    "0A000",
  ),
  MR4002: error(
    "{construct} is not supported yet",
    "{why}",
    "A clause that this version does not carry out is refused, never ignored.",
    { bad: "SELECT price FROM bid ORDER BY price", good: "SELECT price FROM bid" },
    "0A000",
  ),
  MR4003: error(
    "type {type} is not supported yet",
    "{why}",
    "Types of this version are BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, TEXT, VARCHAR(n), DATE and TIMESTAMP(0-6).",
    {
      bad: "CREATE SOURCE s (a FLOAT); SELECT price FROM bid",
      good: "CREATE SOURCE s (a DOUBLE); SELECT price FROM bid",
    },
    "0A000",
  ),
  MR4004: error(
    "function `{name}` is not supported yet",
    "{why}",
    "The function is known from other systems, but not part of this version.",
    { bad: "SELECT NOW() AS t FROM bid", good: "SELECT ts AS t FROM bid" },
    "0A000",
  ),
  MR4005: error(
    "{construct} is not supported yet",
    "{why}",
    "An expression that this version does not carry out is refused, never guessed at.",
    { bad: "SELECT price FROM bid WHERE price = (SELECT 5)", good: "SELECT price FROM bid WHERE price = 5" },
    "0A000",
  ),
  MR4006: error(
    "an aggregate without a window is not supported yet",
    "{why}",
    "Without a window no result is ever final: this needs EMIT CHANGES, which this version does not have.",
    {
      bad: "SELECT auction, COUNT(*) AS n FROM bid GROUP BY auction",
      good: "SELECT auction, COUNT(*) AS n FROM bid GROUP BY auction, TUMBLE(ts, INTERVAL '1' HOUR)",
    },
    "0A000",
  ),
  MR4007: error(
    "a window without an aggregate is not supported yet",
    "its rows are never grouped by {window}",
    "The rows of TUMBLE, HOP and CUMULATE are grouped by a column of the window.",
    {
      bad: "SELECT price FROM TUMBLE(bid, ts, INTERVAL '1' HOUR)",
      good: "SELECT SUM(price) AS s FROM TUMBLE(bid, ts, INTERVAL '1' HOUR) GROUP BY window_end",
    },
    "0A000",
  ),
  MR4008: error(
    "`{construct}` is not supported yet",
    "expected ON WINDOW CLOSE, FINAL or AFTER WATERMARK",
    "This version emits when a window closes, or when the watermark passes its end.",
    {
      bad: "SELECT COUNT(*) AS n FROM TUMBLE(bid, ts, INTERVAL '1' HOUR) GROUP BY window_end EMIT CHANGES",
      good: "SELECT COUNT(*) AS n FROM TUMBLE(bid, ts, INTERVAL '1' HOUR) GROUP BY window_end EMIT AFTER WATERMARK",
    },
    "0A000",
  ),
  MR4009: error(
    "{construct} is not supported yet",
    "{why}",
    "Sources are fed by the host program in this version; formats are 'jsonl' and 'arrow'.",
    {
      bad: "CREATE SOURCE s (a INT) WITH (connector = 'kafka'); SELECT price FROM bid",
      good: "CREATE SOURCE s (a INT) WITH (format = 'jsonl'); SELECT price FROM bid",
    },
    "0A000",
  ),
  MR4010: error(
    "{construct} is not supported yet",
    "FROM reads one relation in this version",
    "Joins are not part of this version.",
    {
      bad: "SELECT a.price FROM bid AS a JOIN bid AS b ON a.auction = b.auction",
      good: "SELECT a.price FROM bid AS a",
    },
    "0A000",
  ),
  MR4011: error(
    "NATURAL JOIN is not supported",
    "a column added later would silently change the join",
    "NATURAL JOIN is left out on purpose: its meaning depends on columns that it does not name.",
    { bad: "SELECT price FROM bid NATURAL JOIN bid AS b", good: "SELECT price FROM bid" },
    "0A000",
  ),
  MR4012: error(
    "{construct} is not supported yet",
    "{why}",
    "Columns of this version have a name, a type and NOT NULL.",
    {
      bad: "CREATE SOURCE s (a INT DEFAULT 0); SELECT price FROM bid",
      good: "CREATE SOURCE s (a INT); SELECT price FROM bid",
    },
    "0A000",
  ),
  MR4013: error(
    "session windows are not supported yet",
    "expected TUMBLE, HOP or CUMULATE",
    "Windows of this version have a fixed length.",
    {
      bad: "SELECT COUNT(*) AS n FROM bid GROUP BY SESSION(ts, INTERVAL '1' HOUR)",
      good: "SELECT COUNT(*) AS n FROM bid GROUP BY TUMBLE(ts, INTERVAL '1' HOUR)",
    },
    "0A000",
  ),
  MR4014: error(
    "DECIMAL literal `{text}` is not supported yet",
    "a number with a point is DECIMAL unless it stands next to a DOUBLE",
    "DECIMAL is not part of this version; a number with an exponent is a DOUBLE.",
    { bad: "SELECT price * 0.5 AS half FROM bid", good: "SELECT price * 5e-1 AS half FROM bid" },
    "0A000",
  ),
  MR4015: error(
    "query parameters are not supported yet",
    "write the value itself",
    "Queries of this version have no parameters.",
    { bad: "SELECT price FROM bid WHERE price > $1", good: "SELECT price FROM bid WHERE price > 100" },
    "0A000",
  ),
  MR4016: error(
    "hints are not supported yet",
    "a comment that begins with `/*+` is a hint",
    "A hint is never ignored; an ordinary comment begins with /* and a space.",
    { bad: "SELECT /*+ STATE_TTL('bid' = '1h') */ price FROM bid", good: "SELECT /* all */ price FROM bid" },
    "0A000",
  ),
  MR4017: error(
    "{construct} of an aggregate is not supported yet",
    "{why}",
    "Aggregates of this version take their argument and FILTER.",
    {
      bad: "SELECT COUNT(DISTINCT price) AS n FROM TUMBLE(bid, ts, INTERVAL '1' HOUR) GROUP BY window_end",
      good: "SELECT COUNT(price) AS n FROM TUMBLE(bid, ts, INTERVAL '1' HOUR) GROUP BY window_end",
    },
    "0A000",
  ),
  MR4018: error(
    "expression is too large",
    "more than {limit} once it is spelled out",
    "BETWEEN, NULLIF and CASE with an operand repeat that operand, and a view repeats what it uses twice of the view below; nested in each other they grow without bound.",
    {
      bad: `SELECT ${"NULLIF(".repeat(20)}price${", 1)".repeat(20)} AS p FROM bid`,
      good: "SELECT NULLIF(NULLIF(price, 1), 2) AS p FROM bid",
    },
    "54001",
  ),
  MR4030: error(
    "the columns of a window are used before its aggregate",
    "a row stands in several windows here",
    "Between a window and the GROUP BY over it, window_start, window_end and window_time can be passed on, not computed with.",
    {
      bad: `SELECT window_end, COUNT(*) AS n FROM
  (SELECT * FROM TUMBLE(bid, ts, INTERVAL '1' HOUR) WHERE window_end > TIMESTAMP '2024-01-01 00:00:00')
GROUP BY window_end`,
      good: `SELECT window_end, COUNT(*) AS n FROM TUMBLE(bid, ts, INTERVAL '1' HOUR)
GROUP BY window_end HAVING window_end > TIMESTAMP '2024-01-01 00:00:00'`,
    },
    "0A000",
  ),
  MR4031: error(
    "{what} are more than this version takes",
    "at most {limit}",
    "A limit of this version, there so that the work for one row stays bounded.",
    {
      bad: `SELECT COUNT(*) AS n FROM HOP(bid, ts, INTERVAL '1' SECOND, INTERVAL '1' DAY) GROUP BY window_end
EMIT AFTER WATERMARK`,
      good: `SELECT COUNT(*) AS n FROM HOP(bid, ts, INTERVAL '1' SECOND, INTERVAL '1' DAY) GROUP BY window_end
EMIT ON WINDOW CLOSE`,
    },
    "54000",
  ),

  // MR5: state
  MR5003: error(
    "saved state of `{query}` does not fit this version",
    "{why}",
    "The checkpoint was written by a query that remembers something else. Nothing was changed.",
    { bad: "open({ restore: bytesOfAnotherQuery })", good: "open({ restore: 'fresh' })" },
  ),
  MR5201: error(
    "the checkpoint is damaged",
    "{why}",
    "The bytes are not a complete checkpoint as it was written. Nothing was restored.",
    { bad: "open({ restore: bytes.subarray(0, 100) })", good: "open({ restore: bytes })" },
  ),

  // MR6: run time. 6001 to 6007 and 6011 to 6018 are the numbers of runtime/assembly/codes.ts.
  MR6001: rowError(
    null,
    "row of `{source}` is malformed: `{column}` holds {found}",
    "declared {type}",
    "The value has a type that the column cannot take.",
    { bad: '{"price":"cheap"}', good: '{"price":12}' },
  ),
  MR6002: rowError(
    null,
    "row of `{source}` is malformed: not a JSON object",
    "{why}",
    "Each line is one JSON object as RFC 8259 describes it.",
    { bad: '{"price":12', good: '{"price":12}' },
  ),
  MR6003: rowError(
    "22021",
    "row of `{source}` is malformed: not UTF-8",
    "{why}",
    "Lines are UTF-8, and text values well-formed Unicode.",
    { bad: '{"channel":"\\ud800"}', good: '{"channel":"\u00e9"}' },
  ),
  MR6004: rowError(
    "23502",
    "row of `{source}` is malformed: `{column}` is NULL",
    "declared NOT NULL",
    "A column declared NOT NULL is absent or null.",
    { bad: '{"price":12}', good: '{"auction":7,"price":12}' },
  ),
  MR6005: rowError(
    "54000",
    "row of `{source}` is malformed: longer than {limit} bytes",
    "the limit is `limits.rowBytes`",
    "A line longer than the limit is skipped without being kept.",
    { bad: "limits: { rowBytes: '1KiB' }", good: "limits: { rowBytes: '1MiB' }" },
  ),
  MR6006: rowError(
    "22004",
    "row of `{source}` is malformed: event time `{column}` is NULL",
    "a row without a time belongs to no window",
    "The column of WATERMARK FOR holds a time in every row.",
    { bad: '{"ts":null}', good: '{"ts":"2024-01-05 10:00:00"}' },
  ),
  MR6007: rowError(
    "22001",
    "row of `{source}` is malformed: `{column}` is too long",
    "declared {type}",
    "The text has more characters than VARCHAR(n) admits.",
    { bad: '{"channel":"a text of thirty-two characters"}', good: '{"channel":"web"}' },
  ),
  MR6011: rowError(
    "22003",
    "{what} is out of range",
    "{why}",
    "The value does not fit its type; arithmetic on whole numbers never wraps around.",
    { bad: "2147483647 + 1", good: "CAST(2147483647 AS BIGINT) + 1" },
  ),
  MR6012: rowError("22012", "division by zero", "{why}", "Whole numbers cannot be divided by zero.", {
    bad: "price / n",
    good: "price / NULLIF(n, 0)",
  }),
  MR6013: rowError(
    "22018",
    "{what} cannot be read as {type}",
    "{why}",
    "The text is not a value of the type it is cast to.",
    { bad: "CAST('12x' AS INTEGER)", good: "TRY_CAST('12x' AS INTEGER)" },
  ),
  MR6014: rowError(
    "22008",
    "{what} is no date or time",
    "{why}",
    "The date or time does not exist, or lies outside the supported range.",
    { bad: "CAST('2023-02-29' AS DATE)", good: "TRY_CAST('2023-02-29' AS DATE)" },
  ),
  MR6015: rowError(
    "22007",
    "{what} is not written as a date or time",
    "{why}",
    "Dates are written as 2024-01-05, times as 2024-01-05 10:00:00.",
    { bad: "CAST('5 January' AS DATE)", good: "CAST('2024-01-05' AS DATE)" },
  ),
  MR6016: rowError("2201F", "square root of a negative number", "{why}", "Negative numbers have no real square root.", {
    bad: "sqrt(x)",
    good: "CASE WHEN x >= 0 THEN sqrt(x) END",
  }),
  MR6017: rowError("22011", "negative length of a substring", "{why}", "A substring has zero or more characters.", {
    bad: "substring(s FROM 2 FOR -1)",
    good: "substring(s FROM 2 FOR 1)",
  }),
  MR6018: rowError(
    "22025",
    "malformed LIKE pattern",
    "{why}",
    "A pattern does not end in its escape character, and that is one character or none.",
    { bad: "s LIKE 'a\\'", good: "s LIKE 'a\\\\'" },
  ),
  MR6101: error(
    "column `{column}` of a record batch does not fit",
    "{why}",
    "Columns of a batch are found by name; their types are those that the source declares.",
    { bad: "submitArrow(batch with price: Utf8)", good: "submitArrow(batch with price: Int64)" },
  ),
  MR6102: error(
    "the record batch is damaged",
    "{why}",
    "The buffers of the batch contradict each other; nothing of it was used.",
    { bad: "offsets [0, 5, 3]", good: "offsets [0, 3, 5]" },
  ),
  MR6103: error(
    "`{source}` takes record batches, not bytes",
    "{why}",
    "A source declared WITH (format = 'arrow') has no decoder for JSON lines.",
    { bad: "inputs.bid.submitBytes(lines)", good: "inputs.bid.submitArrow(batch)" },
  ),
  MR6201: error(
    "`{method}` is not possible while the query is {state}",
    "{why}",
    "The call does not fit the life cycle Ready, Running, Paused, Stopped.",
    { bad: "query.stop(); query.submit(rows)", good: "query.submit(rows); query.stop()" },
  ),
  MR6202: error("`{input}` takes no rows", "{why}", "The query has no input of this name, or the input has ended.", {
    bad: "inputs.bid.end(); inputs.bid.submit(row)",
    good: "inputs.bid.submit(row); inputs.bid.end()",
  }),
  MR6203: error(
    "the output already has a reader",
    "{why}",
    "One consumer at a time reads the results; leaving its loop frees the place.",
    { bad: "query.changes(); for await (const row of query) {}", good: "for await (const row of query) {}" },
  ),
  MR6204: error(
    "watermark of `{source}` would go backwards",
    "from {from} to {to}",
    "A watermark promises that nothing earlier follows; it cannot be taken back.",
    { bad: "input.advanceWatermark(2000); input.advanceWatermark(1000)", good: "input.advanceWatermark(2000)" },
  ),
  MR6205: error(
    "the watermark of `{source}` is no instant",
    "{why}",
    "A watermark is milliseconds since 1970, a bigint of microseconds or a Date, and not beyond all event times.",
    { bad: "input.advanceWatermark(NaN)", good: "input.advanceWatermark(Date.now())" },
  ),
  MR6206: error(
    "row {row} cannot be read",
    "{why}",
    "A getter or proxy of the row threw. The rows before it are taken, this one and those behind it are not.",
    { bad: "input.submit({ get v() { throw new Error() } })", good: "input.submit({ v: 1 })" },
  ),
  MR6301: error(
    "state reached its limit of {limit} bytes",
    "{why}",
    "What the query remembers no longer fits `limits.stateBytes`; it paused before anything was lost.",
    { bad: "limits: { stateBytes: '1MiB' }", good: "limits: { stateBytes: '256MiB' }" },
    "53200",
  ),

  // MR7: artifact
  MR7001: error(
    "the module of `{query}` cannot be loaded",
    "{why}",
    "The file is missing, was made by another build than its folder, or WebAssembly is forbidden here.",
    { bad: "query.wasm of another build", good: "millrace build" },
  ),

  // MR8: configuration and command line
  MR8001: error("unknown option `{option}`", "{why}", "Options are named exactly; an unknown one is never ignored.", {
    bad: "millrace run q.sql --fromat ndjson",
    good: "millrace run q.sql --format ndjson",
  }),
  MR8002: error(
    "cannot read `{file}`",
    "{why}",
    "Paths are relative to the current folder, or to the one of `--cwd`.",
    {
      bad: "millrace run no-such-file.sql",
      good: "millrace run query.sql",
    },
  ),
  MR8003: error(
    "`{option}` cannot be {value}",
    "expected {expected}",
    "The options of a command, and the values they take, are listed by `millrace <command> --help`.",
    { bad: "millrace run q.sql --format xml", good: "millrace run q.sql --format csv" },
  ),
  MR8004: error("command `{command}` is not in this version", "{why}", "The command belongs to a later version.", {
    bad: "millrace studio",
    good: "millrace explain query.sql",
  }),

  MR8005: error("unknown command `{command}`", "{why}", "The command line begins with the name of a command.", {
    bad: "millrace biuld",
    good: "millrace build",
  }),
  MR8007: error(
    "unknown query `{name}`",
    "{why}",
    "A query is the name of a file that `include` finds, without `.sql`, or the path of a `.sql` file.",
    { bad: "millrace check revnue", good: "millrace check revenue" },
  ),
  MR8008: error(
    "two queries are called `{name}`",
    "{why}",
    "A query takes its file's name, and its generated folder that name; letter case does not tell them apart.",
    { bad: "queries/eu/revenue.sql queries/us/revenue.sql", good: "queries/revenue_eu.sql queries/revenue_us.sql" },
  ),
  MR8009: error(
    "cannot write `{file}`",
    "{why}",
    "Paths are relative to the current folder, or to the one of `--cwd`.",
    {
      bad: "millrace run q.sql --out no-such-folder/rows.csv",
      good: "millrace run q.sql --out rows.csv",
    },
  ),
  MR8010: error("incomplete command line", "{why}", "The command needs what is missing.", {
    bad: "millrace run q.sql",
    good: "millrace run q.sql --in bid=bids.jsonl",
  }),
  MR8011: error("cannot understand `{file}`", "{why}", "The text of the file is not what it should be.", {
    bad: 'millrace.config.json: {"include": [}',
    good: 'millrace.config.json: {"include": ["queries/*.sql"]}',
  }),
  MR8012: error(
    "folder `{folder}` is not one that millrace wrote",
    "{why}",
    "A build makes its folder hold exactly the files of the query; a folder with other files is left alone.",
    { bad: "millrace build src.sql --out .", good: "millrace build src.sql --out generated" },
  ),

  // MR9: our own bugs
  MR9001: error("internal error: {what}", "{why}", "This is a bug of millrace, not of the query.", {
    bad: "-",
    good: "-",
  }),
  MR9002: error(
    "the count of rows does not add up: {law}",
    "{why}",
    "Rows read must equal contributed + filtered + late + malformed + dropped + pending. This is a bug of millrace.",
    { bad: "-", good: "-" },
  ),
} as const satisfies Readonly<Record<`MR${number}`, Entry<string, string>>>;

export type Code = keyof typeof CATALOGUE;

export const CODES = Object.keys(CATALOGUE) as readonly Code[];

type Placeholders<Template extends string> = Template extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;

/** The parameters that message and label of a code ask for. */
export type Params<C extends Code> = {
  readonly [Name in Placeholders<(typeof CATALOGUE)[C]["message"] | (typeof CATALOGUE)[C]["label"]>]: string;
};
