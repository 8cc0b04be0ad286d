-- 0005: messages that go out, what became of them, and what came in. Texts are empty where there is nothing.

-- Messages: one a row, for one recipient, by one channel. What was to be said never changes; what became of it does.
CREATE TABLE outbox (
    id              text NOT NULL PRIMARY KEY CHECK (id <> ''), -- m- and 20 hex digits, made at random
    house           text NOT NULL,    -- code of the house that writes
    letter          text NOT NULL,    -- id of the letter, empty where there is none
    copy            int NOT NULL,    -- number of the copy within the letter, 0 where there is none
    turn            int NOT NULL,    -- 0; 1, 2, … when the same copy goes once more, to another address
    reference       text NOT NULL,    -- of the copy, as printed on it
    contact         text NOT NULL,    -- id of the contact, empty where there is none
    iso3            text NOT NULL,    -- the State, ISO 3166-1 alpha-3, empty where there is none
    name            text NOT NULL,    -- of the addressee, as on the envelope
    lang            text NOT NULL,    -- language of the copy, BCP 47
    channel         text NOT NULL CHECK (channel IN ('email', 'post', 'fax', 'hand', 'pouch')),
    address         text NOT NULL,    -- e-mail address, or the lines of a postal one, LF between them
    from_name       text NOT NULL,    -- who writes, as shown in the From field
    from_address    text NOT NULL,    -- e-mail; empty for paper
    reply_to        text NOT NULL,    -- e-mail; empty: answers go to from_address
    subject         text NOT NULL,    -- of the e-mail; with the reference in it
    text_sha256     text NOT NULL,    -- of the body as plain text, in table file; empty: none
    html_sha256     text NOT NULL,    -- of the body as HTML; empty: none
    pdf_sha256      text NOT NULL,    -- of the letter as it was issued; empty: none
    calendar_sha256 text NOT NULL,    -- of the calendar part; empty: none
    enclosures      text NOT NULL,    -- JSON array of {"name", "media", "sha256"}, in order
    mass            int NOT NULL CHECK (mass IN (0, 1)), -- 1: many get it unasked: it can be left with one click
    place           text NOT NULL,    -- time zone of the recipient: Africa/Vientiane …; empty: as configured
    message_id      text NOT NULL UNIQUE, -- Message-ID without its brackets: the same for ever
    made_ms         int NOT NULL,    -- when it was put here, ms since 1970 UTC
    state           text NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'delivered', 'returned',
                        'failed', 'cancelled', 'held', 'printed', 'handed')),
    tries           int NOT NULL,    -- how often it was begun
    next_ms         int NOT NULL,    -- waiting: not before; sending: until then its worker answers for it
    claim           text NOT NULL,    -- sending: the worker that has it; else empty
    sent_ms         int NOT NULL,    -- when the relay took it, or when it was handed over; 0 not yet
    answered_ms     int NOT NULL,    -- when the first answer of a person came; 0 none
    detail          text NOT NULL     -- what the relay, the report of its return or the person said last
);
CREATE UNIQUE INDEX outbox_copy ON outbox (house, letter, copy, channel, turn) WHERE letter <> '';
CREATE INDEX outbox_due ON outbox (house, next_ms, id) WHERE state = 'waiting';
CREATE INDEX outbox_begun ON outbox (house, next_ms, id) WHERE state = 'sending';
CREATE INDEX outbox_reference ON outbox (house, reference);

-- What happened to each message, in order.
CREATE TABLE outbox_event (
    message text NOT NULL REFERENCES outbox (id), -- its id
    n       int NOT NULL,    -- 1, 2, … within the message
    house   text NOT NULL,    -- of the message
    at_ms   int NOT NULL,    -- when, ms since 1970 UTC
    what    text NOT NULL,    -- the new state, or: later, delayed, relayed, automatic, answered, found
    detail  text NOT NULL,    -- in words: the answer of the relay, the reason, who recorded it
    PRIMARY KEY (message, n)
);

-- How fast each domain is written to: the moment from which it may get its next message.
CREATE TABLE outbox_pace (
    house   text NOT NULL,    -- code
    domain  text NOT NULL,    -- of the recipients' addresses, in lower case
    next_ms int NOT NULL,    -- ms since 1970 UTC
    PRIMARY KEY (house, domain)
);

-- Letters and mails that came in, by whatever way.
CREATE TABLE incoming (
    id           text NOT NULL PRIMARY KEY CHECK (id <> ''), -- i- and 20 hex digits, made at random
    house        text NOT NULL,    -- code of the house that was written to
    way          text NOT NULL CHECK (way IN ('email', 'post', 'fax', 'hand', 'pouch')), -- how it came
    on_day       text NOT NULL,    -- the day that it bears, YYYY-MM-DD
    came_ms      int NOT NULL,    -- when it came, ms since 1970 UTC
    from_name    text NOT NULL,    -- who wrote: an office or a person
    from_address text NOT NULL,    -- e-mail address where there is one
    iso3         text NOT NULL,    -- the State that wrote, empty where none is known
    subject      text NOT NULL,    -- what it is about
    reference    text NOT NULL,    -- theirs, so that it can be cited: your letter of …, reference …
    answers      text NOT NULL,    -- our reference that it answers, empty where it answers none
    message      text NOT NULL,    -- id in outbox of the message that it answers, empty where none is known
    file_sha256  text NOT NULL,    -- of the mail or the scan, in table file; empty: none
    note         text NOT NULL,    -- in words
    by_person    text NOT NULL     -- who recorded it: a person's id; empty: it was read from the mailbox
);
CREATE INDEX incoming_of_house ON incoming (house, came_ms, id);
CREATE INDEX incoming_answers ON incoming (house, message) WHERE message <> '';

-- Mails that were read, so that none counts twice.
CREATE TABLE mail_read (
    house   text NOT NULL,    -- code of the house whose mailbox it lay in
    sha256  text NOT NULL,    -- of the mail, as it lay there
    at_ms   int NOT NULL,    -- when it was read, ms since 1970 UTC
    found   text NOT NULL,    -- return, delayed, relayed, delivered, automatic, answer, letter, forged, foreign
    message text NOT NULL,    -- id in outbox of the message that it is about, empty where none is known
    PRIMARY KEY (house, sha256)
);
