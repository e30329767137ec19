-- proves: DATE meets TIMESTAMP as its midnight; text literals take the type beside them
-- truth: hand
CREATE SOURCE r (d DATE, t TIMESTAMP(3));
SELECT t = d AS eq, t > d AS gt, d < '2024-01-02' AS l, t >= '2024-01-01 00:00:00.001' AS g, d BETWEEN DATE '2024-01-01' AND DATE '2024-12-31' AS b
FROM r;
