-- 0007: keys that follow one another, and letters whose recipient was forgotten. Instants are ms since 1970 UTC.

-- When another key took the place of this one, 0: none has.
ALTER TABLE signing_key ADD COLUMN ended_ms int NOT NULL DEFAULT 0;

-- When what bears the recipient's name was forgotten, 0: it is here. Reference, day, State, fingerprints and record stay.
ALTER TABLE letter_copy ADD COLUMN gone_ms int NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN gone_ms int NOT NULL DEFAULT 0;
ALTER TABLE incoming ADD COLUMN gone_ms int NOT NULL DEFAULT 0;
CREATE INDEX letter_copy_contact ON letter_copy (house, contact) WHERE contact <> '';
CREATE INDEX outbox_contact ON outbox (house, contact) WHERE contact <> '';
