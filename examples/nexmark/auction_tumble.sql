-- Bids per auction in every 10 seconds: how many, their sum, the lowest and the highest.
SELECT auction, window_start, window_end, COUNT(*) AS n, SUM(price) AS s, MIN(price) AS lo, MAX(price) AS hi
FROM TUMBLE(bid, dateTime, INTERVAL '10' SECOND)
GROUP BY auction, window_start, window_end
EMIT ON WINDOW CLOSE;
