-- The inner aggregate of Nexmark q5 (hot items): bids per auction, in windows of 10 seconds that start every 2 seconds.
SELECT auction, COUNT(*) AS num, window_start, window_end
FROM HOP(bid, dateTime, INTERVAL '2' SECOND, INTERVAL '10' SECOND)
GROUP BY auction, window_start, window_end
EMIT ON WINDOW CLOSE;
