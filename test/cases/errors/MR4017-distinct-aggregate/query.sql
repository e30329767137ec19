-- proves: an aggregate of distinct values
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
SELECT COUNT(/*here*/DISTINCT/*here*/ auction) AS n FROM TUMBLE(bid, ts, INTERVAL '1' MINUTE) GROUP BY window_end;
