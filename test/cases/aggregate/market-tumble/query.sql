-- proves: highest, lowest and traded volume of five seconds
-- truth: hand
CREATE SOURCE trade (price BIGINT, volume BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT MAX(price) AS high, MIN(price) AS low, SUM(volume) AS volume, MAX(price) - MIN(price) AS spread
FROM TUMBLE(trade, ts, INTERVAL '5' SECOND)
GROUP BY window_start, window_end;
