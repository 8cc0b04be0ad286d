-- 0013: keys of programs, and what they were answered. The secret of a key stands here by its hash alone.

-- What a program is let in with.
CREATE TABLE api_key (
    id       text NOT NULL PRIMARY KEY CHECK (id <> ''), -- k- and 20 hex digits, made at random; acts name it
    secret   text NOT NULL UNIQUE CHECK (length(secret) = 64), -- BLAKE2b-256 of the secret, hex
    name     text NOT NULL, -- what it is for, in words
    house    text NOT NULL, -- code of the house for which it acts, empty: of the installation
    scopes   text NOT NULL, -- what it may do, words separated by spaces
    to_day   text NOT NULL, -- last day, empty: until it is revoked
    made_ms  int NOT NULL,  -- when it was made, ms since 1970 UTC
    used_ms  int NOT NULL,  -- the last request, to the minute; 0: never
    ended_ms int NOT NULL   -- when it was revoked, 0: it is good
);

-- What was answered to a request that names itself (Idempotency-Key), so that sent again it is answered the same and
-- done once. Kept for a day.
CREATE TABLE api_answer (
    api_key text NOT NULL REFERENCES api_key (id), -- whose
    name    text NOT NULL, -- as the program calls the request
    sha256  text NOT NULL, -- of address and body, hex
    status  int NOT NULL,  -- of the answer
    answer  text NOT NULL, -- JSON
    made_ms int NOT NULL,  -- when it was answered, ms since 1970 UTC
    PRIMARY KEY (api_key, name)
);
CREATE INDEX api_answer_old ON api_answer (made_ms);
