-- proves: the ends of a cumulating window fall on its largest size
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
SELECT COUNT(*) AS n FROM CUMULATE(bid, ts, /*here*/INTERVAL '2' SECOND/*here*/, INTERVAL '5' SECOND) GROUP BY window_end;
