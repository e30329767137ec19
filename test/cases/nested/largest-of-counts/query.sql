-- proves: the largest of the counts per key, as a query for the busiest asks
-- truth: hand
CREATE SOURCE bid (auction BIGINT NOT NULL, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT window_start, MAX(n) AS most, COUNT(*) AS auctions
FROM TUMBLE((SELECT window_time AS t, auction, COUNT(*) AS n FROM TUMBLE(bid, ts, INTERVAL '1' SECOND) GROUP BY window_time, auction), t, INTERVAL '1' SECOND)
GROUP BY window_start, window_end;
