-- proves: a window needs a watermark to close
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
CREATE SOURCE click (page TEXT, at TIMESTAMP);
SELECT page, COUNT(*) AS n
FROM TUMBLE(click, /*here*/at/*here*/, INTERVAL '1' MINUTE)
GROUP BY page, window_end;
