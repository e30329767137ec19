-- proves: FLOAT means two things
CREATE SOURCE bid (
  auction BIGINT NOT NULL, price BIGINT, rate DOUBLE, channel TEXT, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
);
CREATE SOURCE click (speed /*here*/FLOAT/*here*/);
SELECT speed * 2 AS s FROM click;
