-- proves: the arguments of a window function
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
SELECT COUNT(*) AS n
FROM /*here*/HOP(bid, ts, INTERVAL '1' MINUTE)/*here*/
GROUP BY window_end;
