-- proves: between a window and its aggregate its columns are only handed on
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
SELECT window_end, COUNT(*) AS n
FROM (SELECT * FROM /*here*/HOP(bid, ts, INTERVAL '1' MINUTE, INTERVAL '1' HOUR)/*here*/ WHERE window_end > TIMESTAMP '2024-01-01 00:00:00')
GROUP BY window_end;
