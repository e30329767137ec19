-- The inner aggregate of Nexmark q7 (highest bid): the highest price of every 10 seconds.
SELECT MAX(price) AS maxprice, window_start, window_end
FROM TUMBLE(bid, dateTime, INTERVAL '10' SECOND)
GROUP BY window_start, window_end
EMIT ON WINDOW CLOSE;
