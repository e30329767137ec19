-- proves: durations are known when the query is built
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
SELECT COUNT(*) AS n FROM TUMBLE(bid, ts, /*here*/price/*here*/) GROUP BY window_end;
