-- 0010: further ways in: passkeys, and accounts that another service signs in; and the challenges that both need.

-- A passkey (WebAuthn): what its holder has of it is in their device alone; here is the public half.
CREATE TABLE account_passkey (
    id      text NOT NULL PRIMARY KEY CHECK (id <> ''), -- of the credential, base64url
    account text NOT NULL REFERENCES account (id), -- whose
    name    text NOT NULL, -- as its holder calls it
    alg     int NOT NULL,  -- of the signatures: a COSE algorithm, -7 ES256, -8 EdDSA, -257 RS256
    pubkey  text NOT NULL, -- the public key as libfido2 gives it, hex
    counted int NOT NULL,  -- signatures it has counted, 0: it counts none
    made_ms int NOT NULL,  -- when it was registered, ms since 1970 UTC
    used_ms int NOT NULL   -- when it signed in last, 0: never
);
CREATE INDEX account_passkey_of ON account_passkey (account, made_ms, id);

-- What was asked of a browser and not answered yet. Answered once, or forgotten.
CREATE TABLE account_challenge (
    token   text NOT NULL PRIMARY KEY CHECK (length(token) = 64), -- BLAKE2b-256 of the challenge, hex
    purpose text NOT NULL CHECK (purpose IN ('register', 'passkey', 'oidc')),
    account text NOT NULL, -- register: whose; else empty
    browser text NOT NULL, -- BLAKE2b-256 of what the browser's cookie carries, hex
    end_ms  int NOT NULL   -- it answers nothing from then on
);
CREATE INDEX account_challenge_old ON account_challenge (end_ms);

-- Whom another service (OpenID Connect) signs in: bound to an account that was invited before.
CREATE TABLE account_identity (
    issuer  text NOT NULL, -- the service, as it names itself
    subject text NOT NULL, -- the person, as it names them: never given to somebody else
    account text NOT NULL REFERENCES account (id), -- whose
    made_ms int NOT NULL,  -- when it was bound, ms since 1970 UTC
    PRIMARY KEY (issuer, subject)
);
CREATE UNIQUE INDEX account_identity_of ON account_identity (account, issuer);
