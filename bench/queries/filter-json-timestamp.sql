CREATE SOURCE bid (
  auction BIGINT,
  price BIGINT,
  "dateTime" TIMESTAMP(3)
) WITH (format = 'jsonl');

SELECT auction, price, "dateTime" FROM bid WHERE price > 100;
