-- proves: a column of the input and one of the window share a name
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
CREATE VIEW per_second AS
SELECT window_time, window_end, COUNT(*) AS n FROM TUMBLE(bid, ts, INTERVAL '1' SECOND) GROUP BY window_end;
SELECT MAX(n) AS m
FROM TUMBLE(per_second, window_time, INTERVAL '1' MINUTE)
GROUP BY /*here*/window_end/*here*/;
