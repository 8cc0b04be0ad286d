-- 0004: letters. One row a letter: one text as of a day, in its languages, to an audience. What was issued is never
-- changed but for what became of it. Days are YYYY-MM-DD, empty where there is none; instants are ms since 1970 UTC.

-- The last number given in a series. A number is taken in the transaction that issues the letter, so none is lost.
CREATE TABLE series_counter (
    house  text NOT NULL, -- code
    series text NOT NULL, -- id in house.yaml
    file   text NOT NULL, -- the series' file, empty: none
    year   int NOT NULL,  -- 0 where numbers run on over the years
    last   int NOT NULL CHECK (last > 0), -- the last number taken
    PRIMARY KEY (house, series, file, year)
);

CREATE TABLE letter (
    house     text NOT NULL, -- code of the house that writes
    id        text NOT NULL CHECK (id <> ''), -- l- and random hex digits
    treaty    text NOT NULL, -- a pack's code
    kind      text NOT NULL, -- of letter: join
    on_day    text NOT NULL, -- its date
    audience  text NOT NULL, -- whom
    params    text NOT NULL, -- what the sender said, a canonical JSON object: about, circumstance, from, lang, place, to
    step      text NOT NULL CHECK (step IN ('draft', 'cleared', 'signed', 'issued', 'superseded', 'cancelled')),
    reference text NOT NULL, -- once issued, else empty
    edition   text NOT NULL, -- SHA-256 of the house's folder when it was issued, else empty
    pack      text NOT NULL, -- SHA-256 of the pack it was written from when it was issued, else empty
    manifest  text NOT NULL, -- SHA-256 of the list of its copies once issued, else empty
    supersedes text NOT NULL, -- id of the letter that it takes the place of, empty: of none
    made_ms   int NOT NULL,  -- when it was drafted
    PRIMARY KEY (house, id)
);
CREATE UNIQUE INDEX letter_reference ON letter (house, reference) WHERE reference <> '';

-- Who did what when, on whose behalf: appended, never changed.
CREATE TABLE letter_step (
    house  text NOT NULL, -- whose
    letter text NOT NULL, -- id
    n      int NOT NULL CHECK (n > 0), -- 1, 2, …
    step   text NOT NULL, -- draft, cleared, signed, issued, superseded, cancelled, scanned
    role   text NOT NULL, -- in which role, empty: none was asked for
    person text NOT NULL, -- id; empty: the owner of the database
    behalf text NOT NULL, -- on whose behalf, a person's id; empty: their own
    at_ms  int NOT NULL,  -- when
    note   text NOT NULL, -- in words
    PRIMARY KEY (house, letter, n),
    FOREIGN KEY (house, letter) REFERENCES letter (house, id)
);

-- One recipient's letter, as issued.
CREATE TABLE letter_copy (
    house     text NOT NULL, -- whose
    letter    text NOT NULL, -- id
    n         int NOT NULL CHECK (n > 0), -- 1, 2, …
    reference text NOT NULL, -- with its suffix
    contact   text NOT NULL, -- id, empty: none on file
    iso3      text NOT NULL, -- the State, empty: none
    category  text NOT NULL, -- of the addressee, as the record that anyone may check says it: state, organisation …
    in_copy   int NOT NULL CHECK (in_copy IN (0, 1)), -- 1: gets it in copy
    lang      text NOT NULL, -- it is written in
    wanted    text NOT NULL, -- language wanted and not to be had, else empty
    code      text NOT NULL, -- short and random: printed on it, leads to its record
    pdf       text NOT NULL, -- SHA-256 of the file that was issued
    text      text NOT NULL, -- SHA-256 of the plain text
    html      text NOT NULL, -- SHA-256 of the HTML
    scan      text NOT NULL, -- SHA-256 of the signed paper that took the place of pdf, empty: none
    record    text NOT NULL, -- what is signed for it: docs/letters.md, Record
    state     text NOT NULL CHECK (state IN ('issued', 'superseded', 'cancelled')),
    reason    text NOT NULL, -- why superseded or cancelled
    PRIMARY KEY (house, letter, n),
    FOREIGN KEY (house, letter) REFERENCES letter (house, id)
);
CREATE UNIQUE INDEX letter_copy_reference ON letter_copy (house, reference);
CREATE UNIQUE INDEX letter_copy_code ON letter_copy (code);
CREATE INDEX letter_copy_pdf ON letter_copy (house, pdf);
CREATE INDEX letter_copy_scan ON letter_copy (house, scan) WHERE scan <> '';

-- What a letter said, and what it rested on, as it was then. Never changed.
CREATE TABLE letter_fact (
    house   text NOT NULL, -- whose
    letter  text NOT NULL, -- id
    copy    int NOT NULL,  -- number of the copy; 0: the same in all
    n       int NOT NULL,  -- order within the copy
    key     text NOT NULL, -- of the figure or field
    value   text NOT NULL, -- as it was said; LOW..HIGH where it was bounded
    quality text NOT NULL, -- exact, bounded, unknown; given: by the sender or the recipient's record
    as_at   text NOT NULL, -- the day to which the record was complete for it, empty: none
    acts    text NOT NULL, -- ids of the acts counted, spaces between
    PRIMARY KEY (house, letter, copy, n),
    FOREIGN KEY (house, letter) REFERENCES letter (house, id)
);

-- Files that go with a letter.
CREATE TABLE letter_enclosure (
    house  text NOT NULL, -- whose
    letter text NOT NULL, -- id
    lang   text NOT NULL, -- language of the copies that it goes with, empty: all
    n      int NOT NULL,  -- order
    id     text NOT NULL, -- in kind.yaml
    name   text NOT NULL, -- of the file, as the recipient sees it
    media  text NOT NULL, -- media type
    sha256 text NOT NULL, -- of its bytes
    PRIMARY KEY (house, letter, lang, n),
    FOREIGN KEY (house, letter) REFERENCES letter (house, id)
);

-- Keys that records were signed with. The secret half lies in a file, never here.
CREATE TABLE signing_key (
    public  text NOT NULL PRIMARY KEY CHECK (length(public) = 64), -- Ed25519, hex
    made_ms int NOT NULL -- when it was first used
);
