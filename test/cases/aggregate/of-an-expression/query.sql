-- proves: aggregates of expressions: a CASE per side, as a trader counts
-- truth: hand
CREATE SOURCE r (side TEXT, vol BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT SUM(CASE WHEN side = 'buy' THEN vol ELSE 0 END) AS buys, SUM(CASE WHEN side = 'sell' THEN vol ELSE 0 END) AS sells, COUNT(CASE side WHEN 'buy' THEN 1 END) AS n
FROM TUMBLE(r, ts, INTERVAL '1' SECOND)
GROUP BY window_start, window_end;
