-- proves: keywords in any case, comments anywhere
-- truth: hand
CREATE SOURCE r (v BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
select /* the start */ Window_Start as S, -- of the window
       count(*) N from tumble(R, TS, interval '1' second) /* nested /* comment */ */ group by WINDOW_START;
