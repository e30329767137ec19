-- proves: rows are picked before they are aggregated
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
SELECT COUNT(*) AS n
FROM TUMBLE(bid, ts, INTERVAL '1' MINUTE)
WHERE /*here*/COUNT(*)/*here*/ > 1
GROUP BY window_end;
