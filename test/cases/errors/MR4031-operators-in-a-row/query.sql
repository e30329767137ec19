-- proves: a chain of operators that are no AND, OR or || has a limit of its own
CREATE SOURCE bid (auction BIGINT NOT NULL, price BIGINT);
SELECT /*here*/price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price
 + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price
 + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price
 + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price
 + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price
 + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price
 + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price
 + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price
 + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price
 + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price
 + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price
 + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price
 + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price
 + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price
 + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price
 + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price
 + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price
 + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price
 + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price
 + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price
 + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price
 + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price
 + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price
 + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price
 + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price + price
 + price + price/*here*/ AS total FROM bid;
