-- proves: results of a window are timed by window_time
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
WITH per_second AS (
  SELECT window_end AS closed, window_time AS t, COUNT(*) AS n FROM TUMBLE(bid, ts, INTERVAL '1' SECOND) GROUP BY window_end
)
SELECT MAX(n) AS m FROM TUMBLE(per_second, /*here*/closed/*here*/, INTERVAL '1' MINUTE) GROUP BY window_end;
