-- The Nexmark model: people register, open auctions and bid. Rows may arrive up to four seconds out of order.
CREATE SOURCE person (
  id           BIGINT NOT NULL,
  name         VARCHAR NOT NULL,
  emailAddress VARCHAR NOT NULL,
  creditCard   VARCHAR NOT NULL,
  city         VARCHAR NOT NULL,
  state        VARCHAR NOT NULL,
  dateTime     TIMESTAMP(3) NOT NULL,
  extra        VARCHAR NOT NULL,
  WATERMARK FOR dateTime AS dateTime - INTERVAL '4' SECOND
) WITH (format = 'jsonl');

CREATE SOURCE auction (
  id          BIGINT NOT NULL,
  itemName    VARCHAR NOT NULL,
  description VARCHAR NOT NULL,
  initialBid  BIGINT NOT NULL,
  reserve     BIGINT NOT NULL,
  dateTime    TIMESTAMP(3) NOT NULL,
  expires     TIMESTAMP(3) NOT NULL,
  seller      BIGINT NOT NULL,
  category    BIGINT NOT NULL,
  extra       VARCHAR NOT NULL,
  WATERMARK FOR dateTime AS dateTime - INTERVAL '4' SECOND
) WITH (format = 'jsonl');

CREATE SOURCE bid (
  auction  BIGINT NOT NULL,
  bidder   BIGINT NOT NULL,
  price    BIGINT NOT NULL, -- cents
  channel  VARCHAR NOT NULL,
  url      VARCHAR NOT NULL,
  dateTime TIMESTAMP(3) NOT NULL,
  extra    VARCHAR NOT NULL,
  WATERMARK FOR dateTime AS dateTime - INTERVAL '4' SECOND
) WITH (format = 'jsonl');

-- Bids per bidder so far, every 5 seconds of a 20 second window: how many and their sum.
SELECT bidder, window_start, window_end, COUNT(*) AS n, SUM(price) AS s
FROM CUMULATE(bid, dateTime, INTERVAL '5' SECOND, INTERVAL '20' SECOND)
GROUP BY bidder, window_start, window_end
EMIT ON WINDOW CLOSE;
