-- proves: without a window no result is ever final
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
SELECT auction, COUNT(*) AS n
FROM bid
/*here*/GROUP BY auction/*here*/;
