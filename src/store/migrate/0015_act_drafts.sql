-- 0015: drafts of acts, and the source files that a house attached to its acts.

-- An act that was written down and checked, but not recorded yet. Of its house alone; gone once it is recorded or
-- thrown away. Columns as in act.
CREATE TABLE act_draft (
    id            text NOT NULL PRIMARY KEY CHECK (id <> ''), -- d- and 20 hex digits, made at random
    house         text NOT NULL, -- whose it is
    act           text NOT NULL, -- the id under which it will be recorded
    treaty        text NOT NULL, -- a pack's code, or world
    kind          text NOT NULL, -- an act kind, correction too
    visibility    text NOT NULL CHECK (visibility IN ('public', 'parties', 'house')), -- of the act to be
    corrects      text NOT NULL, -- id of the act that it will correct, else empty
    subject       text NOT NULL, -- ISO 3166-1 alpha-3 of a State, or a code
    on_day        text NOT NULL, -- the day it was done: EDTF
    effective     text NOT NULL, -- the day it takes effect: EDTF, else empty
    issuer        text NOT NULL, -- who did the act or published it
    behalf        text NOT NULL, -- on whose behalf it is recorded: id of a person of the house, else empty
    source        text NOT NULL, -- where it can be read
    source_sha256 text NOT NULL, -- of the source file, hex, else empty
    payload       text NOT NULL, -- what its kind carries: canonical JSON object
    by_whom       text NOT NULL, -- id of the person who wrote it down, empty: the owner of the database
    made_ms       int NOT NULL   -- when, ms since 1970 UTC
);
CREATE INDEX act_draft_of ON act_draft (house, made_ms);

-- Which source files a house may read again: those that it attached itself. The bytes lie in file.
CREATE TABLE act_file (
    house   text NOT NULL, -- whose it is
    sha256  text NOT NULL, -- of the bytes, hex
    name    text NOT NULL, -- as it was called when it came
    media   text NOT NULL, -- as the browser said: a hint, nothing more
    by_whom text NOT NULL, -- id of the person who attached it
    made_ms int NOT NULL,  -- when, ms since 1970 UTC
    PRIMARY KEY (house, sha256)
);
