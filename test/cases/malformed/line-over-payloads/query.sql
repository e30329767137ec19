-- proves: a line may begin in one payload and end in a later one, also within a character; it counts where it ends
-- truth: hand
-- no oracle: what is no JSON line has no batch form
CREATE SOURCE r (k TEXT, v INTEGER NOT NULL);
SELECT k, v
FROM r;
