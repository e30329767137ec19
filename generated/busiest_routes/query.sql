-- The busiest routes of a day: windows of 24 hours that start every 6 hours, routes with at least 30 flights.
CREATE SOURCE flights (
  date        TIMESTAMP(0) NOT NULL, -- take-off, local time of the origin
  delay       BIGINT NOT NULL,       -- minutes late on arrival; negative: early
  distance    BIGINT NOT NULL,       -- miles
  origin      TEXT NOT NULL,
  destination TEXT NOT NULL,
  WATERMARK FOR date
) WITH (format = 'jsonl');

SELECT
  window_start,
  window_end,
  origin,
  destination,
  COUNT(*) AS flights,
  AVG(delay) AS average_delay
FROM HOP(flights, date, INTERVAL '6' HOUR, INTERVAL '1' DAY)
GROUP BY window_start, window_end, origin, destination
HAVING COUNT(*) >= 30
EMIT ON WINDOW CLOSE;
