-- 0003: who is written to. The office comes first and stays; its holders come and go. Personal data stands here and in
-- no act. Days are YYYY-MM-DD, empty where there is none; instants are ms since 1970 UTC.

-- Bodies that are not States: organisations, parliaments, coalitions.
CREATE TABLE organisation (
    house    text NOT NULL REFERENCES house (code), -- whose record it is
    id       text NOT NULL CHECK (id <> ''), -- random, or the house's own short name
    name     text NOT NULL, -- in full
    short    text NOT NULL, -- abbreviation, empty: none
    category text NOT NULL, -- what it is here: un, igo, ngo, observer, parliament, …: a short name of the house
    state    text NOT NULL, -- ISO 3166-1 alpha-3 where it belongs to one (a parliament), else empty
    source   text NOT NULL, -- id in the file it came from, empty: none
    made_ms  int NOT NULL,  -- when entered
    PRIMARY KEY (house, id)
);

-- An office that is written to.
CREATE TABLE contact (
    house     text NOT NULL REFERENCES house (code), -- whose record it is
    id        text NOT NULL CHECK (id <> ''), -- random
    office    text NOT NULL CHECK (office IN ('mission', 'capital', 'focal-point', 'organisation',
        'parliamentarian')), -- what kind of office
    state     text NOT NULL, -- ISO 3166-1 alpha-3, empty: of no State
    organisation text NOT NULL, -- id, empty: of none
    place     text NOT NULL, -- where it sits: Geneva; empty: not said
    name      text NOT NULL, -- of the office: Permanent Mission of … ; empty: its function says it
    write_langs text NOT NULL, -- languages to write in, BCP 47, best first, with spaces; empty: the State's own
    read_langs  text NOT NULL, -- further languages that are read there
    from_day  text NOT NULL, -- first day of the office as it stands here
    to_day    text NOT NULL, -- last day; afterwards it is not written to
    confirmed_day text NOT NULL, -- last day on which somebody confirmed that all of it is right
    purpose   text NOT NULL, -- why the house holds it
    retain_day text NOT NULL, -- day after which the holder's data is to be erased
    source    text NOT NULL, -- id in the file it came from, empty: none
    note      text NOT NULL, -- the house's own words
    made_ms   int NOT NULL,  -- when entered
    PRIMARY KEY (house, id)
);
CREATE INDEX contact_state ON contact (house, state);

-- What the office is called, in each language: Minister for Foreign Affairs.
CREATE TABLE contact_title (
    house   text NOT NULL, -- whose
    contact text NOT NULL, -- id
    lang    text NOT NULL CHECK (lang <> ''), -- BCP 47
    title   text NOT NULL, -- in it
    PRIMARY KEY (house, contact, lang),
    FOREIGN KEY (house, contact) REFERENCES contact (house, id)
);

-- Who holds it, one after another: the only names of persons here.
CREATE TABLE contact_holder (
    house    text NOT NULL, -- whose
    contact  text NOT NULL, -- id
    n        int NOT NULL CHECK (n > 0), -- 1, 2, …
    name     text NOT NULL, -- as it is written; empty once forgotten
    rank     text NOT NULL, -- ambassador, minister, …: a word of the forms of address; empty: none
    address  text NOT NULL CHECK (address IN ('', 'm', 'f', 'none')), -- form of address; empty: not known
    source   text NOT NULL, -- id of the person in the file it came from, empty: none
    from_day text NOT NULL, -- first day in office
    to_day   text NOT NULL, -- last day
    gone_ms  int NOT NULL,  -- when the person was forgotten, 0: not
    PRIMARY KEY (house, contact, n),
    FOREIGN KEY (house, contact) REFERENCES contact (house, id)
);

-- How it is reached, the best first.
CREATE TABLE contact_channel (
    house   text NOT NULL, -- whose
    contact text NOT NULL, -- id
    n       int NOT NULL CHECK (n > 0), -- order: 1 is tried first
    channel text NOT NULL CHECK (channel IN ('email', 'post', 'fax', 'hand', 'pouch')), -- by what
    address text NOT NULL, -- e-mail address, number, or postal lines joined by line feeds; empty once forgotten
    personal int NOT NULL CHECK (personal IN (0, 1)), -- 1: the holder's own; 0: the office's
    state   text NOT NULL CHECK (state IN ('good', 'doubtful', 'bad')), -- bad: not used
    reason  text NOT NULL, -- why doubtful or bad
    since_ms int NOT NULL, -- when that was recorded
    PRIMARY KEY (house, contact, n),
    FOREIGN KEY (house, contact) REFERENCES contact (house, id)
);

-- Bodies it sits on: committees of a parliament, groups.
CREATE TABLE contact_body (
    house    text NOT NULL, -- whose
    contact  text NOT NULL, -- id
    body     text NOT NULL CHECK (body <> ''), -- a short name: foreign-affairs
    label    text NOT NULL, -- its own name
    role     text NOT NULL, -- chair, member; empty: not said
    from_day text NOT NULL, -- first day
    to_day   text NOT NULL, -- last day
    PRIMARY KEY (house, contact, body, from_day),
    FOREIGN KEY (house, contact) REFERENCES contact (house, id)
);

-- What its holder agreed to, or took back: appended, never changed.
CREATE TABLE contact_consent (
    house   text NOT NULL, -- whose
    contact text NOT NULL, -- id
    n       int NOT NULL CHECK (n > 0), -- 1, 2, …: the last one of a purpose counts
    purpose text NOT NULL CHECK (purpose <> ''), -- a short name: letters, network
    given   int NOT NULL CHECK (given IN (0, 1)), -- 1 given, 0 withdrawn
    on_day  text NOT NULL, -- when it was said
    how     text NOT NULL, -- where that can be read; empty once forgotten
    by_whom text NOT NULL, -- id of the person who entered it
    made_ms int NOT NULL,  -- when it was entered
    PRIMARY KEY (house, contact, n),
    FOREIGN KEY (house, contact) REFERENCES contact (house, id)
);

-- What happened to a record, without personal data: appended, never changed.
CREATE TABLE contact_event (
    house   text NOT NULL, -- whose
    contact text NOT NULL, -- id
    n       int NOT NULL CHECK (n > 0), -- 1, 2, …
    what    text NOT NULL CHECK (what IN ('added', 'changed', 'confirmed', 'holder', 'channel', 'erased')),
    detail  text NOT NULL, -- names of the fields, the file's SHA-256
    by_whom text NOT NULL, -- id of the person
    at_ms   int NOT NULL,  -- when
    PRIMARY KEY (house, contact, n),
    FOREIGN KEY (house, contact) REFERENCES contact (house, id)
);

-- Addresses that are not to be written to. By fingerprint, so that a person who was forgotten stays left in peace.
CREATE TABLE stop (
    house   text NOT NULL REFERENCES house (code), -- whose list
    sha256  text NOT NULL CHECK (length(sha256) = 64), -- of the address in lower case, hex
    shown   text NOT NULL, -- the address; empty once forgotten
    reason  text NOT NULL, -- why
    by_whom text NOT NULL, -- id of the person who entered it
    at_ms   int NOT NULL,  -- when
    PRIMARY KEY (house, sha256)
);

-- Letters that went, as far as the next one must know of them: for cool-downs, and for a coalition, whose members see
-- house, State and day alone.
CREATE TABLE written (
    house     text NOT NULL REFERENCES house (code), -- who wrote
    reference text NOT NULL CHECK (reference <> ''), -- of the copy
    coalition text NOT NULL, -- of the house on that day, empty: none
    kind      text NOT NULL, -- of letter: join
    treaty    text NOT NULL, -- a pack's code
    state     text NOT NULL, -- ISO 3166-1 alpha-3 to which, empty: to none
    contact   text NOT NULL, -- id, empty: a State's office without a contact on file
    on_day    text NOT NULL, -- date of the letter
    answered_day text NOT NULL, -- when an answer came, empty: none yet
    PRIMARY KEY (house, reference)
);
CREATE INDEX written_coalition ON written (coalition, state, on_day);
