-- 0008: does a value stand in the letter, or was it only asked for? Who was told what is read from it.

-- 1: the letter says it; 0: it was asked for a condition, or for a paragraph that was left out. Of letters issued
-- before this column all values are taken as said.
ALTER TABLE letter_fact ADD COLUMN said int NOT NULL DEFAULT 1 CHECK (said IN (0, 1));
