-- Bids per auction in windows of 10 seconds that start every 2 seconds: how many, their sum, the highest.
SELECT auction, window_start, window_end, COUNT(*) AS n, SUM(price) AS s, MAX(price) AS hi
FROM HOP(bid, dateTime, INTERVAL '2' SECOND, INTERVAL '10' SECOND)
GROUP BY auction, window_start, window_end
EMIT ON WINDOW CLOSE;
