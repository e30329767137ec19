-- proves: rows between two windows would belong nowhere
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
SELECT COUNT(*) AS n FROM HOP(bid, ts, /*here*/INTERVAL '10' SECOND/*here*/, INTERVAL '5' SECOND) GROUP BY window_end;
