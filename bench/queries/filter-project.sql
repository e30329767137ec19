CREATE SOURCE bid (auction BIGINT NOT NULL, price BIGINT NOT NULL) WITH (format = 'arrow');

SELECT auction, price FROM bid WHERE auction % 123 = 0;
