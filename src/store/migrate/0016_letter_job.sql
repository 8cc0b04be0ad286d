-- 0016: a letter that is being issued from the desk: how far it is, for who waits, and how it ended. One row a letter, the
-- last try; nothing official stands here.

CREATE TABLE letter_job (
    house    text NOT NULL, -- whose
    letter   text NOT NULL, -- id
    done     int NOT NULL,  -- copies made
    total    int NOT NULL,  -- of so many, 0: not counted yet
    began_ms int NOT NULL,  -- when it began, ms since 1970 UTC
    seen_ms  int NOT NULL,  -- when something was last heard of it
    ended_ms int NOT NULL,  -- when it ended, 0: it goes on
    said     text NOT NULL, -- why it was refused, empty: it was not
    PRIMARY KEY (house, letter),
    FOREIGN KEY (house, letter) REFERENCES letter (house, id)
);
