-- proves: an unknown option is never ignored
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
CREATE SOURCE click (at BIGINT) WITH (/*here*/fromat/*here*/ = 'jsonl');
SELECT price FROM bid;
