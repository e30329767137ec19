-- proves: a subquery that changes the event time loses it
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
SELECT COUNT(*) AS n
FROM TUMBLE((SELECT ts + INTERVAL '1' HOUR AS t FROM bid), /*here*/t/*here*/, INTERVAL '1' MINUTE)
GROUP BY window_end;
