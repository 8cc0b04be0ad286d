-- 0001 for SQLite. The same tables and columns, in the same order, as 0001_journal.postgres.sql.

-- Which migrations this store has been through.
CREATE TABLE schema_migration (
    number     INTEGER PRIMARY KEY, -- 1, 2, …: the first four digits of the file's name
    name       TEXT NOT NULL,       -- the rest of it, without the ending
    sha256     TEXT NOT NULL,       -- of the SQL that ran, hex: released files never change
    applied_ms INTEGER NOT NULL     -- when, by the database's clock; milliseconds since 1970 UTC
) STRICT;

-- The acts, in one sequence. Appended, never changed or deleted. What the journal in memory keeps comes first, so
-- that loading need not read to the end of a row.
CREATE TABLE act (
    seq           INTEGER PRIMARY KEY CHECK (seq >= 0), -- 0, 1, 2, … without a gap
    id            TEXT NOT NULL CHECK (id <> ''), -- stable name, also the idempotency key
    treaty        TEXT NOT NULL,    -- a pack's code, or world
    kind          TEXT NOT NULL,    -- an act kind: ratification, report-received, …
    visibility    TEXT NOT NULL CHECK (visibility IN ('public', 'parties', 'house')), -- of the content
    recorded_ms   INTEGER NOT NULL, -- when recorded, ms since 1970 UTC; never less than before
    corrects      TEXT NOT NULL,    -- id of the act that this correction targets, else empty
    subject       TEXT NOT NULL,    -- ISO 3166-1 alpha-3 of a State, or a code; empty where the kind has none
    on_day        TEXT NOT NULL,    -- the day it was done: EDTF, empty when not found
    effective     TEXT NOT NULL,    -- the day it takes effect where the act gives one: EDTF, else empty
    issuer        TEXT NOT NULL,    -- who did the act or published it; empty where the source says it all
    source        TEXT NOT NULL,    -- where it can be read
    payload       TEXT NOT NULL,    -- what its kind carries: canonical JSON object
    recorded_by   TEXT NOT NULL,    -- who recorded it: an opaque id, never a name
    behalf        TEXT NOT NULL,    -- on whose behalf: likewise
    source_sha256 TEXT NOT NULL,    -- of the source file where there is one, hex, else empty
    salt          TEXT NOT NULL,    -- 16 random bytes, hex
    commitment    TEXT NOT NULL,    -- SHA-256 of salt and content, hex
    hash          TEXT NOT NULL     -- SHA-256 of the previous hash, header and commitment, hex
) STRICT;
CREATE UNIQUE INDEX act_id ON act (id);
-- An act is corrected once; then its correction is.
CREATE UNIQUE INDEX act_corrects ON act (corrects) WHERE corrects <> '';
-- For readers in SQL.
CREATE INDEX act_subject ON act (treaty, kind, subject);

-- The end of the sequence: one row, locked by whoever appends.
CREATE TABLE journal_head (
    one         INTEGER PRIMARY KEY CHECK (one = 1), -- always 1
    count       INTEGER NOT NULL, -- how many acts there are
    hash        TEXT NOT NULL,    -- of the last act; 64 zeros when there is none
    recorded_ms INTEGER NOT NULL  -- of the last act; 0 when there is none
) STRICT;
INSERT INTO journal_head (one, count, hash, recorded_ms)
VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000', 0);

-- Adopted packs, all their bytes. Never changed or deleted.
CREATE TABLE pack_file (
    sha256 TEXT NOT NULL, -- of the whole pack, hex; the act pack-adopted names it
    path   TEXT NOT NULL, -- within the pack: pack.yaml, acts/states.csv
    code   TEXT NOT NULL, -- the pack's code
    bytes  BLOB NOT NULL, -- the file
    PRIMARY KEY (sha256, path)
) STRICT;

CREATE TRIGGER act_no_update BEFORE UPDATE ON act
BEGIN SELECT RAISE(ABORT, 'acts are never changed; mend: record a correction'); END;
CREATE TRIGGER act_no_delete BEFORE DELETE ON act
BEGIN SELECT RAISE(ABORT, 'acts are never deleted; mend: record a correction'); END;
CREATE TRIGGER pack_file_no_update BEFORE UPDATE ON pack_file
BEGIN SELECT RAISE(ABORT, 'adopted packs are never changed; mend: adopt a newer edition'); END;
CREATE TRIGGER pack_file_no_delete BEFORE DELETE ON pack_file
BEGIN SELECT RAISE(ABORT, 'adopted packs are never deleted; mend: adopt a newer edition'); END;
CREATE TRIGGER journal_head_grows BEFORE UPDATE ON journal_head
WHEN NEW.count <= OLD.count OR NEW.recorded_ms < OLD.recorded_ms
BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
CREATE TRIGGER journal_head_no_delete BEFORE DELETE ON journal_head
BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;

-- REPLACE deletes without asking the triggers above unless PRAGMA recursive_triggers is on, as it may not be
-- elsewhere.
CREATE TRIGGER act_no_replace BEFORE INSERT ON act
WHEN EXISTS (SELECT 1 FROM act WHERE seq = NEW.seq OR id = NEW.id
    OR (corrects = NEW.corrects AND corrects <> ''))
BEGIN SELECT RAISE(ABORT, 'this act is on file; mend: record a correction'); END;
CREATE TRIGGER pack_file_no_replace BEFORE INSERT ON pack_file
WHEN EXISTS (SELECT 1 FROM pack_file WHERE sha256 = NEW.sha256 AND path = NEW.path)
BEGIN SELECT RAISE(ABORT, 'this file of the pack is on file'); END;
CREATE TRIGGER journal_head_one_row BEFORE INSERT ON journal_head
WHEN EXISTS (SELECT 1 FROM journal_head)
BEGIN SELECT RAISE(ABORT, 'there is one head'); END;
