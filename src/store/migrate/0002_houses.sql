-- 0002: files by content, houses, and the persons who act for them. Every table with a column `house` belongs to one
-- house, and is read by statements that bind it.

-- Bytes by their content: emblems, enclosures, issued letters, scans. Other tables name them by sha256.
CREATE TABLE file (
    sha256  text NOT NULL PRIMARY KEY CHECK (length(sha256) = 64), -- of data, hex
    media   text NOT NULL,  -- media type: application/pdf, image/svg+xml
    data    bytes NOT NULL, -- the bytes; empty once forgotten
    made_ms int NOT NULL,   -- when it first came, ms since 1970 UTC
    gone_ms int NOT NULL    -- when the bytes were forgotten, 0: they are here
);

-- Issuers. What a house is stands in its folder, kept whole, every edition of it.
CREATE TABLE house (
    code      text NOT NULL PRIMARY KEY CHECK (code <> ''), -- as in house.yaml
    edition   text NOT NULL, -- SHA-256 of the folder in use, hex
    coalition text NOT NULL, -- its name in house.yaml, empty: in none
    added_ms  int NOT NULL,  -- when the house came, ms since 1970 UTC
    edited_ms int NOT NULL   -- when this edition came
);

-- The folders of houses: which files each edition has. Never changed or deleted.
CREATE TABLE house_file (
    house   text NOT NULL REFERENCES house (code), -- whose
    edition text NOT NULL, -- SHA-256 of the folder, hex
    path    text NOT NULL CHECK (path <> ''), -- within the folder: house.yaml, emblem.svg
    file    text NOT NULL REFERENCES file (sha256), -- its bytes
    PRIMARY KEY (house, edition, path)
);

-- Who acts for a house. Acts, steps and histories name the id alone.
CREATE TABLE person (
    house   text NOT NULL REFERENCES house (code), -- for which; who serves two has two ids
    id      text NOT NULL CHECK (id <> ''), -- opaque, random
    name    text NOT NULL, -- as the house shows it; empty once forgotten
    mail    text NOT NULL, -- address for notices, empty: none
    note    text NOT NULL, -- the house's own words
    made_ms int NOT NULL,  -- when entered, ms since 1970 UTC
    end_day text NOT NULL, -- last day of service, empty: still serves
    gone_ms int NOT NULL,  -- when name, mail and note were forgotten, 0: not
    PRIMARY KEY (house, id)
);

-- What a person may do, and when. A role given again later is a row of its own.
CREATE TABLE person_role (
    house    text NOT NULL, -- where
    person   text NOT NULL, -- id
    role     text NOT NULL CHECK (role <> ''), -- drafter, clearer, signatory, sender, or another of house.yaml
    from_day text NOT NULL, -- first day
    to_day   text NOT NULL, -- last day, empty: open
    by_whom  text NOT NULL, -- id of the person who gave it, empty: the owner of the database
    made_ms  int NOT NULL,  -- when it was entered, ms since 1970 UTC
    PRIMARY KEY (house, person, role, from_day),
    FOREIGN KEY (house, person) REFERENCES person (house, id)
);
