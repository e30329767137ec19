-- proves: an interval is a quoted number and a unit behind it
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
SELECT window_end, COUNT(*) AS n
FROM TUMBLE(bid, ts, INTERVAL /*here*/'1 MINUTE'/*here*/)
GROUP BY window_end;
