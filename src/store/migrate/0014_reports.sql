-- 0014: reports that States handed in as files. That one was received is an act, and no row of this table.

CREATE TABLE report_file (
    house     text NOT NULL, -- code of the house that took it in
    reference text NOT NULL CHECK (reference <> ''), -- on its receipt: LAO-2026-7KQ4M2XA
    treaty    text NOT NULL, -- a pack's code
    iso3      text NOT NULL, -- the State, ISO 3166-1 alpha-3
    report    text NOT NULL, -- id of the pack's rule that it is to meet, empty: of none
    year      int NOT NULL,  -- for which, 0 none
    name      text NOT NULL, -- of the file, as the State called it
    media     text NOT NULL, -- media type, as its bytes show it
    bytes     int NOT NULL,  -- length
    sha256    text NOT NULL, -- of its bytes, in table file
    receipt   text NOT NULL, -- SHA-256 of the receipt, a PDF, in table file
    incoming  text NOT NULL, -- id in the register of what came in
    address   text NOT NULL, -- e-mail address that it is forwarded to, empty: it is not
    by_whom   text NOT NULL, -- id of the account or person that handed it in
    came_ms   int NOT NULL,  -- when, ms since 1970 UTC
    PRIMARY KEY (house, reference)
);
CREATE INDEX report_file_of ON report_file (house, iso3, came_ms, reference);
