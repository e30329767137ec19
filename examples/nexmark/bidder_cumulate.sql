-- Bids per bidder so far, every 5 seconds of a 20 second window: how many and their sum.
SELECT bidder, window_start, window_end, COUNT(*) AS n, SUM(price) AS s
FROM CUMULATE(bid, dateTime, INTERVAL '5' SECOND, INTERVAL '20' SECOND)
GROUP BY bidder, window_start, window_end
EMIT ON WINDOW CLOSE;
