-- 0009: accounts: who signs in, with what, and what they may do. No secret stands here as it is given: passwords and
-- codes by their hashes, tokens by theirs, the secret of a code generator sealed under the password.

-- Who may sign in. Sessions, grants and histories name the id alone.
CREATE TABLE account (
    id        text NOT NULL PRIMARY KEY CHECK (id <> ''), -- a- and 20 hex digits, made at random
    mail      text NOT NULL, -- e-mail address, in lower case; empty once closed
    name      text NOT NULL, -- as shown; empty once closed
    lang      text NOT NULL, -- language of the mails to it, BCP 47
    made_ms   int NOT NULL,  -- when it was made, ms since 1970 UTC
    by_whom   text NOT NULL, -- id of the account that invited, empty: the owner of the database
    closed_ms int NOT NULL   -- when it was closed, 0: it is open
);
CREATE UNIQUE INDEX account_mail ON account (mail) WHERE mail <> '';

-- What an account may do. With a person it acts for a house as that person, and has the person's roles.
CREATE TABLE account_grant (
    id           text NOT NULL PRIMARY KEY CHECK (id <> ''), -- g- and 20 hex digits, made at random
    account      text NOT NULL REFERENCES account (id), -- whose
    role         text NOT NULL, -- administrator, focal-point; empty: the roles of the person
    house        text NOT NULL, -- code of the house: for which, or which keeps it; empty: of the installation
    person       text NOT NULL, -- id of the person in the house, empty: none
    treaty       text NOT NULL, -- code of the treaty, empty: every one
    iso3         text NOT NULL, -- the State, ISO 3166-1 alpha-3, empty: none
    organisation text NOT NULL, -- the organisation, empty: none
    from_day     text NOT NULL, -- first day
    to_day       text NOT NULL, -- last day, empty: open
    by_whom      text NOT NULL, -- id of the account that gave it, empty: the owner of the database
    made_ms      int NOT NULL   -- when it was given, ms since 1970 UTC
);
CREATE INDEX account_grant_of ON account_grant (account, from_day, id);

-- What somebody signs in with.
CREATE TABLE account_credential (
    account text NOT NULL REFERENCES account (id), -- whose
    kind    text NOT NULL CHECK (kind IN ('password', 'totp', 'recovery', 'passkey')),
    n       int NOT NULL,  -- 0; of recovery codes and passkeys 0, 1, 2, …
    secret  text NOT NULL, -- password: Argon2id with its salt; totp: sealed under the password; recovery: hash
    made_ms int NOT NULL,  -- when it was set, ms since 1970 UTC
    used    int NOT NULL,  -- totp: the last time step taken; recovery: when it was used, ms; 0 never
    PRIMARY KEY (account, kind, n)
);

-- Who is signed in, and where.
CREATE TABLE account_session (
    token      text NOT NULL PRIMARY KEY CHECK (length(token) = 64), -- BLAKE2b-256 of the cookie's secret, hex
    id         text NOT NULL UNIQUE, -- s- and 20 hex digits: by which it is listed and ended
    account    text NOT NULL REFERENCES account (id), -- whose
    way        text NOT NULL CHECK (way IN ('password', 'recovery', 'link', 'passkey', 'oidc')), -- how they came in
    house_used text NOT NULL, -- code of the house in use, empty: the first
    made_ms    int NOT NULL,  -- when they signed in, ms since 1970 UTC
    seen_ms    int NOT NULL,  -- last request, to the minute
    end_ms     int NOT NULL,  -- it ends then, whatever happens
    agent      text NOT NULL, -- the browser, as it names itself
    address    text NOT NULL  -- from which they signed in
);
CREATE INDEX account_session_of ON account_session (account, seen_ms, id);

-- Links that open something once.
CREATE TABLE account_link (
    token    text NOT NULL PRIMARY KEY CHECK (length(token) = 64), -- BLAKE2b-256 of the link's secret, hex
    account  text NOT NULL REFERENCES account (id), -- whose
    purpose  text NOT NULL CHECK (purpose IN ('invite', 'reset', 'sign-in')),
    pending  text NOT NULL, -- invite, reset: the secret of a code generator being set up, sealed under the link; else empty
    made_ms  int NOT NULL,  -- when it was made, ms since 1970 UTC
    end_ms   int NOT NULL,  -- it opens nothing from then on
    used_ms  int NOT NULL   -- when it was used or withdrawn, 0: not yet
);
CREATE INDEX account_link_of ON account_link (account, purpose, end_ms);

-- What was tried and failed, for limits that hold on every server of an installation. Kept for a day.
CREATE TABLE account_attempt (
    subject text NOT NULL, -- account:ID, address:ADDRESS, link:ADDRESS
    at_ms   int NOT NULL,  -- when, ms since 1970 UTC
    n       int NOT NULL,  -- at random: several may come within a millisecond
    PRIMARY KEY (subject, at_ms, n)
);

-- What happened to each account, in order. Never changed.
CREATE TABLE account_event (
    id      text NOT NULL PRIMARY KEY CHECK (id <> ''), -- e- and 20 hex digits, made at random
    account text NOT NULL REFERENCES account (id), -- whose
    at_ms   int NOT NULL,  -- when, ms since 1970 UTC
    what    text NOT NULL, -- invited, granted, set-up, signed-in, refused, signed-out, ended, withdrawn, closed
    detail  text NOT NULL, -- in words: the role, the way in, the address
    by_whom text NOT NULL  -- id of the account that did it, empty: the owner of the database
);
CREATE INDEX account_event_of ON account_event (account, at_ms, id);
