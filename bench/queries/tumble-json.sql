CREATE SOURCE bid (
  auction BIGINT,
  bidder BIGINT,
  price BIGINT,
  channel VARCHAR,
  url VARCHAR,
  "dateTime" TIMESTAMP(3),
  extra VARCHAR,
  WATERMARK FOR "dateTime" AS "dateTime" - INTERVAL '4' SECOND
) WITH (format = 'jsonl');

SELECT auction, window_start, COUNT(*) AS n, SUM(price) AS total, MAX(price) AS highest
FROM TUMBLE(bid, "dateTime", INTERVAL '10' SECOND)
GROUP BY auction, window_start;
