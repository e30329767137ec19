-- proves: an option with a value that it cannot have
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
CREATE SOURCE click (at BIGINT) WITH (format = /*here*/'jsnl'/*here*/);
SELECT price FROM bid;
