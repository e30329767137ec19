CREATE SOURCE bid (
  auction BIGINT,
  price BIGINT
) WITH (format = 'jsonl');

SELECT auction, price FROM bid WHERE price > 100;
