/** Queries that compile. Those of one group say the same in several spellings and give one plan. */

export const SCHEMA = `CREATE SOURCE bid (auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, weight REAL, channel TEXT, ok BOOLEAN,
  day DATE, n SMALLINT, tiny TINYINT, i INT, code VARCHAR(8), seen TIMESTAMP(3), ts TIMESTAMP(3) NOT NULL,
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND);
CREATE VIEW dear AS SELECT auction, price, ts FROM bid WHERE price > 100;
`;

const counted = (window: string, rest = "") => `SELECT window_start, window_end, COUNT(*) AS n ${window} ${rest}`;

export const SPELLINGS: readonly (readonly [name: string, queries: readonly string[]])[] = [
  [
    "tumble",
    [
      counted("FROM TUMBLE(bid, ts, INTERVAL '1' MINUTE)", "GROUP BY window_start, window_end"),
      counted("FROM TABLE(TUMBLE(TABLE bid, DESCRIPTOR(ts), INTERVAL '60' SECONDS))", "GROUP BY window_end"),
      counted(
        "FROM TABLE(TUMBLE(DATA => TABLE bid, TIMECOL => DESCRIPTOR(ts), SIZE => INTERVAL '1' MINUTE))",
        "GROUP BY window_time",
      ),
      counted("FROM TUMBLE(SIZE => INTERVAL '1' MINUTE, TIMECOL => ts, DATA => bid)", "GROUP BY window_start"),
      counted("FROM bid", "GROUP BY TUMBLE(ts, INTERVAL '1' MINUTE)"),
      counted("FROM bid", "GROUP BY tumble(INTERVAL '1' MINUTE)"),
      counted("FROM bid", "GROUP BY tumble(INTERVAL '1' MINUTE) EMIT ON WINDOW CLOSE"),
      counted("FROM bid", "GROUP BY tumble(INTERVAL '1' MINUTE) ALLOW LATENESS INTERVAL '0' SECOND"),
      counted("FROM bid", "GROUP BY tumble(INTERVAL '1' MINUTE, INTERVAL '-1' MINUTE) EMIT FINAL"),
      counted("FROM bid", "GROUP BY tumble(INTERVAL '1' MINUTE) ALLOW LATENESS INTERVAL '5' SECOND EMIT FINAL"),
      "SELECT TUMBLE_START(ts, INTERVAL '1' MINUTE) AS window_start, TUMBLE_END() AS window_end, COUNT(*) AS n FROM bid GROUP BY TUMBLE(ts, INTERVAL '1' MINUTE)",
      "select b.WINDOW_START, b.window_end, count(*) n from tumble(bid, ts, interval '1' minute) b group by 1, 2",
      'SELECT "window_start", `window_end`, COUNT(*) AS n FROM TUMBLE("bid", "ts", INTERVAL \'1\' MINUTE) GROUP BY window_end;',
    ],
  ],
  [
    "tumble with an offset",
    [
      counted("FROM TUMBLE(bid, ts, INTERVAL '10' SECOND, INTERVAL '3' SECOND)", "GROUP BY window_start, window_end"),
      counted("FROM TUMBLE(bid, ts, INTERVAL '10' SECOND, INTERVAL '-7' SECOND)", "GROUP BY window_end"),
      counted("FROM TUMBLE(bid, ts, INTERVAL '10' SECOND, -INTERVAL '27' SECOND)", "GROUP BY window_end"),
      counted("FROM bid", "GROUP BY TUMBLE(ts, INTERVAL '10' SECOND, INTERVAL '13' SECOND)"),
      counted("FROM bid", "GROUP BY tumble(INTERVAL '10' SECOND, INTERVAL '3000' MILLISECOND)"),
    ],
  ],
  [
    "hop",
    [
      counted("FROM HOP(bid, ts, INTERVAL '2' SECOND, INTERVAL '10' SECOND)", "GROUP BY window_start, window_end"),
      counted(
        "FROM TABLE(HOP(DATA => TABLE bid, TIMECOL => DESCRIPTOR(ts), SIZE => INTERVAL '10' SECOND, SLIDE => INTERVAL '2' SECOND))",
        "GROUP BY window_start",
      ),
      counted(
        "FROM TABLE(HOP(TABLE bid, DESCRIPTOR(ts), INTERVAL '2' SECOND, INTERVAL '10' SECOND))",
        "GROUP BY window_time",
      ),
      counted("FROM bid", "GROUP BY HOP(ts, INTERVAL '2' SECOND, INTERVAL '10' SECOND)"),
      counted("FROM bid", "GROUP BY hop(INTERVAL '2' SECOND, INTERVAL '10' SECOND, INTERVAL '4' SECOND)"),
      "SELECT HOP_START(ts, INTERVAL '2' SECOND, INTERVAL '10' SECOND) AS window_start, HOP_END(INTERVAL '2' SECOND, INTERVAL '10' SECOND) AS window_end, COUNT(*) AS n FROM bid GROUP BY HOP(ts, INTERVAL '2' SECOND, INTERVAL '10' SECOND)",
    ],
  ],
  [
    "cumulate",
    [
      counted("FROM CUMULATE(bid, ts, INTERVAL '5' SECOND, INTERVAL '20' SECOND)", "GROUP BY window_start, window_end"),
      counted(
        "FROM TABLE(CUMULATE(TABLE bid, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '20' SECOND))",
        "GROUP BY window_end",
      ),
      counted("FROM bid", "GROUP BY CUMULATE(ts, INTERVAL '5' SECOND, INTERVAL '20' SECOND)"),
      counted("FROM bid", "GROUP BY cumulate(INTERVAL '5' SECOND, INTERVAL '20' SECOND, INTERVAL '-20' SECOND)"),
    ],
  ],
  [
    "retractions",
    [
      counted("FROM bid", "GROUP BY tumble(INTERVAL '1' HOUR) ALLOW LATENESS INTERVAL '1' MINUTE"),
      counted(
        "FROM bid",
        "GROUP BY tumble(INTERVAL '1' HOUR) ALLOW LATENESS INTERVAL '60' SECOND EMIT AFTER WATERMARK",
      ),
      counted("FROM bid", "GROUP BY tumble(INTERVAL '1' HOUR) EMIT ON WATERMARK ALLOW LATENESS INTERVAL '1' MINUTE"),
    ],
  ],
  [
    "conditions",
    [
      "SELECT auction FROM bid WHERE price >= 1 AND price <= 5",
      "SELECT auction FROM bid WHERE price BETWEEN 1 AND 5",
      "SELECT auction FROM bid WHERE price BETWEEN '1' AND 5",
      "select AUCTION as auction from BID where PRICE between 1 and 5;;",
      "SELECT b.auction FROM bid b WHERE b.price BETWEEN +1 AND (5)",
      "/* all */ SELECT auction -- the auction\nFROM bid WHERE price /* /* nested */ */ BETWEEN 1 AND 5",
    ],
  ],
  [
    "casts",
    [
      "SELECT CAST(price AS DOUBLE) AS p FROM bid",
      "SELECT price::double precision AS p FROM bid",
      "SELECT price::float8 p FROM bid",
      "SELECT (price)::DOUBLE AS p FROM bid AS x",
    ],
  ],
  [
    "functions by other names",
    [
      "SELECT length(channel) AS a, lower(channel) AS b, substring(channel, 2, 3) AS c, strpos(channel, 'x') AS d, trim(channel) AS e, coalesce(channel, 'y') AS f FROM bid",
      "SELECT char_length(channel) AS a, LCASE(channel) AS b, SUBSTRING(channel FROM 2 FOR 3) AS c, POSITION('x' IN channel) AS d, TRIM(BOTH FROM channel) AS e, IFNULL(channel, 'y') AS f FROM bid",
      "SELECT character_length(channel) a, lower(channel) b, substr(channel, 2, 3) c, instr(channel, 'x') d, btrim(channel) e, nvl(channel, 'y') f FROM bid",
    ],
  ],
  [
    "subqueries, views and WITH",
    [
      "SELECT auction FROM dear WHERE price < 500",
      "SELECT auction FROM (SELECT auction, price, ts FROM bid WHERE price > 100) WHERE price < 500",
      "WITH dear AS (SELECT auction, price, ts FROM bid WHERE price > 100) SELECT auction FROM dear WHERE price < 500",
      "WITH a AS (SELECT auction, price, ts FROM bid WHERE price > 100), b AS (SELECT 1 AS one FROM bid) SELECT x.auction FROM a AS x WHERE x.price < 500",
    ],
  ],
  [
    "group keys",
    [
      "SELECT lower(channel) AS c, COUNT(*) AS n FROM bid GROUP BY tumble(INTERVAL '1' DAY), lower(channel)",
      "SELECT lower(channel) AS c, COUNT(*) AS n FROM bid GROUP BY tumble(INTERVAL '1' DAY), c",
      "SELECT lower(channel) AS c, COUNT(*) AS n FROM bid GROUP BY tumble(INTERVAL '1' DAY), 1",
      "SELECT lower(channel) AS c, COUNT(*) AS n FROM bid GROUP BY lower(channel), tumble(INTERVAL '1' DAY), C",
    ],
  ],
];

export const ALONE: readonly string[] = [
  "SELECT * FROM bid",
  "SELECT bid.* FROM bid",
  "SELECT *, price * 2 AS twice FROM bid",
  "SELECT NULL AS nothing, 'text' AS word, TRUE AS yes, 5 AS five, 5000000000 AS large, 5e-1 AS half FROM bid",
  "SELECT -2147483648 AS a, -9223372036854775808 AS b, (-2147483648)::int / (-1)::int AS c FROM bid",
  "SELECT DATE '2024-02-29' AS d, TIMESTAMP '2024-02-29 10:00:00.123' AS t, TIMESTAMP '2024-02-29T10:00Z' AS u FROM bid",
  "SELECT rate * 0.5 AS a, weight + 0.5 AS b, 0.25 < rate AS c, CASE WHEN ok THEN rate ELSE 1.5 END AS d, CAST(0.5 AS DOUBLE) AS e FROM bid",
  "SELECT price FROM bid WHERE rate IN (0.5, 1.5, 2) OR rate BETWEEN -0.5 AND .5",
  "SELECT tiny + n AS a, n + i AS b, i + price AS c, price + rate AS d, i + weight AS e, weight + weight AS f FROM bid",
  "SELECT price / 2 AS a, price % 7 AS b, -price AS c, +price AS d, mod(price, 7) AS e FROM bid",
  "SELECT price = 5 AND NOT ok OR channel <> 'x' AND price != 6 AS q FROM bid",
  "SELECT ok IS TRUE AS a, ok IS NOT FALSE AS b, ok IS UNKNOWN AS c, price IS NOT NULL AS d, price IS DISTINCT FROM NULL AS e, price IS NOT DISTINCT FROM 5 AS f FROM bid",
  "SELECT price IN (1, 2, NULL) AS a, price NOT IN (1) AS b, channel IN ('a', 'b') AS c, day IN ('2024-01-01') AS d FROM bid",
  "SELECT channel LIKE 'a%' AS a, channel NOT LIKE 'a!%' ESCAPE '!' AS b, channel ILIKE 'A_' AS c, channel NOT ILIKE '' AS d FROM bid",
  "SELECT channel || '-' || code AS a, concat(channel, code, 'x') AS b, concat_ws('-', channel, code) AS c FROM bid",
  "SELECT CASE price WHEN 1 THEN 'one' WHEN 2 THEN channel END AS a, CASE WHEN price > 5 THEN NULL ELSE 5 END AS b FROM bid",
  "SELECT COALESCE(price, 0) AS a, NULLIF(price, 0) AS b, NULLIF('5', price) AS c, GREATEST(price, i, 5) AS d, LEAST(rate, price) AS e FROM bid",
  "SELECT ts + INTERVAL '1' DAY AS a, INTERVAL '2' HOUR + ts AS b, ts - INTERVAL '1.5' SECOND AS c, day + INTERVAL '1' MONTH AS d, day + 1 AS e, 1 + day AS f, day - n AS g, day - DATE '2024-01-01' AS h FROM bid",
  "SELECT ts - INTERVAL '-1' YEAR AS a, ts + -INTERVAL '1' WEEK AS b, ts + INTERVAL -'3' MICROSECONDS AS c FROM bid",
  "SELECT EXTRACT(YEAR FROM ts) AS a, EXTRACT('dow' FROM day) AS b, date_trunc('HOUR', ts) AS c, date_trunc('month', day) AS d FROM bid",
  "SELECT CAST(channel AS INT) AS a, TRY_CAST(channel AS DATE) AS b, price::text AS c, ok::int AS d, ts::date AS e, day::timestamp(0) AS f, CAST(NULL AS REAL) AS g FROM bid",
  "SELECT channel::varchar(3) AS a, CAST(price AS CHARACTER VARYING(5)) AS b, ts::timestamp(0) without time zone AS c FROM bid",
  "SELECT round(price) AS a, floor(weight) AS b, ceil(rate) AS c, ceiling(i) AS d, trunc(rate) AS e, sqrt(i) AS f, abs(n) AS g, sign(price) AS h FROM bid",
  "SELECT left(channel, 2) AS a, right(channel, -1) AS b, replace(channel, 'a', 'b') AS c, starts_with(channel, 'x') AS d, octet_length(channel) AS e, upper(code) AS f FROM bid",
  "SELECT ltrim(channel) AS a, rtrim(channel, 'x') AS b, TRIM(LEADING 'x' FROM channel) AS c, TRIM(TRAILING FROM channel) AS d, TRIM('x' FROM channel) AS e, SUBSTRING(channel FOR 3) AS f FROM bid",
  "SELECT ts > seen AS a, ts = day AS b, day < '2024-01-01' AS c, seen >= '2024-01-01 00:00:00.123456' AS d, ok = 'true' AS e, rate < '1e3' AS f, weight = '0.1' AS g FROM bid",
  "SELECT price, price + 1 FROM bid",
  "SELECT price AS order, x.n AS end, i AS window FROM bid AS x",
  "SELECT count(*), sum(price), avg(price), min(channel), max(ts) FROM bid GROUP BY tumble(INTERVAL '1' HOUR)",
  "SELECT SUM(weight) AS a, AVG(n) AS b, MIN(weight) AS c, MAX(code) AS d, COUNT(ok) AS e, COUNT(NULL) AS f, MIN(day) AS g FROM bid GROUP BY tumble(INTERVAL '1' HOUR)",
  "SELECT COUNT(*) FILTER (WHERE price > 5) AS a, SUM(price) FILTER (WHERE ok) / COUNT(*) AS b FROM bid GROUP BY tumble(INTERVAL '1' HOUR)",
  "SELECT auction, channel, ok, day, rate, ts, COUNT(*) AS c FROM bid GROUP BY tumble(INTERVAL '1' HOUR), auction, channel, ok, day, rate, ts",
  "SELECT price % 10 + 1 AS a, MAX(price) - MIN(price) AS b FROM bid GROUP BY tumble(INTERVAL '1' HOUR), price % 10 HAVING COUNT(*) > 30 AND price % 10 <> 3",
  "SELECT auction FROM bid GROUP BY tumble(INTERVAL '1' HOUR), auction",
  "SELECT window_end, date_trunc('day', window_start) AS d FROM TUMBLE(bid, ts, INTERVAL '1' HOUR) WHERE price > 5 GROUP BY window_end, window_start",
  "SELECT COUNT(*) AS n FROM TUMBLE((SELECT * FROM bid WHERE ok), ts, INTERVAL '1' HOUR) GROUP BY window_end",
  "SELECT COUNT(*) AS n FROM TUMBLE(dear, ts, INTERVAL '1' HOUR) AS t GROUP BY t.window_end",
  "SELECT SUM(p) AS s FROM (SELECT price AS p, window_end AS e FROM TUMBLE(bid, ts, INTERVAL '1' HOUR)) GROUP BY e",
  "SELECT MAX(n) AS m, COUNT(*) AS g FROM TUMBLE((SELECT window_time AS t, auction, COUNT(*) AS n FROM TUMBLE(bid, ts, INTERVAL '5' SECOND) GROUP BY window_time, auction), t, INTERVAL '20' SECOND) GROUP BY window_start",
  "SELECT n FROM (SELECT COUNT(*) AS n FROM bid GROUP BY tumble(INTERVAL '1' HOUR)) WHERE n > 5 EMIT FINAL",
  "SELECT n FROM (SELECT COUNT(*) AS n FROM bid GROUP BY tumble(INTERVAL '1' HOUR) ALLOW LATENESS INTERVAL '1' SECOND)",
  "SELECT TUMBLE_END(window_time, INTERVAL '1' DAY) AS e, COUNT(*) AS n FROM (SELECT window_time, COUNT(*) AS m FROM bid GROUP BY tumble(INTERVAL '1' HOUR)) GROUP BY TUMBLE(window_time, INTERVAL '1' DAY)",
  "SELECT CUMULATE_START() AS a, CUMULATE_END() AS b, CUMULATE_ROWTIME() AS c FROM bid GROUP BY cumulate(INTERVAL '1' HOUR, INTERVAL '1' DAY)",
  "SELECT COUNT(*) AS n FROM HOP(bid, ts, INTERVAL '3' SECOND, INTERVAL '10' SECOND, INTERVAL '1.5' SECOND) GROUP BY window_end",
  'CREATE SOURCE s (window INT, value INT, date DATE, channel TEXT, extra TEXT, timestamp TIMESTAMP, "offset" INT, key INT, interval INT, first INT, emit INT, watermark INT, user TEXT, time TEXT, year INT, "order" INT, left INT, "Größe" INT, größe2 INT); SELECT window, value, date, channel, extra, timestamp, offset, key, interval + 1 AS i, first, emit, watermark, user, time, year, "order", s.order AS o, left, größe2, "Größe" FROM s',
  "CREATE STREAM s (a INT2, b INT4 NOT NULL, c INT8, d FLOAT4, e BOOL, f STRING, g TIMESTAMP) WITH (format = 'json'); SELECT * FROM s",
  "CREATE TABLE s (a INT, ts TIMESTAMP(6), WATERMARK FOR ts AS ts) WITH ('format' = 'arrow'); SELECT COUNT(*) AS n FROM s GROUP BY tumble(INTERVAL '1' HOUR)",
  "CREATE SOURCE s (ts TIMESTAMP(0), WATERMARK FOR ts AS ts - INTERVAL '250' MILLISECONDS) WITH (); SELECT ts FROM s",
  "CREATE VIEW late_view AS SELECT a FROM early; CREATE VIEW early AS SELECT auction AS a FROM bid; SELECT a FROM late_view",
  "SELECT lower('ABC') AS a, 'it''s' AS b, '' AS c, U FROM (SELECT 1 AS u FROM bid)",
];
