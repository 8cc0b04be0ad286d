-- 0017: installations that exchange public acts, and where each act came from.

-- Another installation, whose public acts are pulled.
CREATE TABLE act_peer (
    url     text NOT NULL PRIMARY KEY CHECK (url <> ''), -- https://register.example, without a slash at its end
    keyring text NOT NULL, -- its public keys, as paraph letter key export writes them there
    acts    int NOT NULL,  -- of its record that were taken over or looked at, from the first
    hash    text NOT NULL, -- of the last of them, in its chain; 64 zeros where there is none
    asked_ms int NOT NULL  -- when something was last recorded from there, ms since 1970 UTC
);

-- Where an act came from that was not recorded here first.
CREATE TABLE act_origin (
    id        text NOT NULL PRIMARY KEY CHECK (id <> ''), -- of the act
    url       text NOT NULL REFERENCES act_peer (url), -- from there
    seq       int NOT NULL,  -- its place in the record there
    hash      text NOT NULL, -- and its hash in the chain there
    there_ms  int NOT NULL,  -- when it was recorded there, ms since 1970 UTC
    pulled_ms int NOT NULL   -- when it was taken over
);
CREATE INDEX act_origin_of ON act_origin (url, seq);
