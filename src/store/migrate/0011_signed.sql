-- 0011: what a letter said when it was signed. What leaves is compared with it, so that nobody's name stands under words
-- that they have not seen.

-- Beside a step by which somebody signed. A letter that was signed before this table has none, and is not compared.
CREATE TABLE letter_signed (
    house  text NOT NULL, -- whose
    letter text NOT NULL, -- id
    n      int NOT NULL CHECK (n > 0), -- of the step
    said   text NOT NULL, -- a line for each who may get it, sorted: SHA-256 of the words, language, contact or State
    PRIMARY KEY (house, letter, n),
    FOREIGN KEY (house, letter, n) REFERENCES letter_step (house, letter, n)
);
