-- Delays by origin airport and hour: how many flights left, how late they arrived.
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
  origin,
  COUNT(*) AS flights,
  AVG(delay) AS average_delay,
  MAX(delay) AS worst_delay,
  100 * COUNT(*) FILTER (WHERE delay > 15) / COUNT(*) AS late_percent
FROM TUMBLE(flights, date, INTERVAL '1' HOUR)
GROUP BY window_start, window_end, origin
EMIT ON WINDOW CLOSE;
