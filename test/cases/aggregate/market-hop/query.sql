-- proves: five windows of ten seconds over two seconds of trades
-- truth: hand
CREATE SOURCE trade (symbol TEXT, price BIGINT, volume BIGINT, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' DAY);
SELECT symbol, window_start, SUM(volume) AS volume, COUNT(*) AS n, AVG(price) AS mean
FROM HOP(trade, ts, INTERVAL '2' SECOND, INTERVAL '10' SECOND)
GROUP BY window_start, window_end, symbol;
