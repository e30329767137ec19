-- proves: TUMBLE_END repeats the window of GROUP BY
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
SELECT /*here*/TUMBLE_END(ts, INTERVAL '2' MINUTE)/*here*/ AS e, COUNT(*) AS n
FROM bid
GROUP BY TUMBLE(ts, INTERVAL '1' MINUTE);
