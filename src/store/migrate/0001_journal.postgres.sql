-- 0001 for PostgreSQL. The same tables and columns, in the same order, as 0001_journal.sqlite.sql. COLLATE "C":
-- texts compare by byte, as in SQLite.

-- Which migrations this store has been through.
CREATE TABLE schema_migration (
    number     bigint PRIMARY KEY, -- 1, 2, …: the first four digits of the file's name
    name       text NOT NULL,      -- the rest of it, without the ending
    sha256     text NOT NULL,      -- of the SQL that ran, hex: released files never change
    applied_ms bigint NOT NULL     -- when, by the database's clock; milliseconds since 1970 UTC
);

-- The acts, in one sequence. Appended, never changed or deleted. What the journal in memory keeps comes first, so
-- that loading need not read to the end of a row.
CREATE TABLE act (
    seq           bigint PRIMARY KEY CHECK (seq >= 0), -- 0, 1, 2, … without a gap
    id            text COLLATE "C" NOT NULL CHECK (id <> ''), -- stable name, also the idempotency key
    treaty        text COLLATE "C" NOT NULL, -- a pack's code, or world
    kind          text COLLATE "C" NOT NULL, -- an act kind: ratification, report-received, …
    visibility    text NOT NULL CHECK (visibility IN ('public', 'parties', 'house')), -- of the content
    recorded_ms   bigint NOT NULL, -- when recorded, ms since 1970 UTC; never less than before
    corrects      text COLLATE "C" NOT NULL, -- id of the act that this correction targets, else empty
    subject       text COLLATE "C" NOT NULL, -- ISO 3166-1 alpha-3 of a State, or a code; may be empty
    on_day        text COLLATE "C" NOT NULL, -- the day it was done: EDTF, empty when not found
    effective     text COLLATE "C" NOT NULL, -- the day it takes effect if the act gives one: EDTF, else empty
    issuer        text NOT NULL,   -- who did the act or published it; empty where the source says it all
    source        text NOT NULL,   -- where it can be read
    payload       text NOT NULL,   -- what its kind carries: canonical JSON object
    recorded_by   text NOT NULL,   -- who recorded it: an opaque id, never a name
    behalf        text NOT NULL,   -- on whose behalf: likewise
    source_sha256 text NOT NULL,   -- of the source file where there is one, hex, else empty
    salt          text NOT NULL,   -- 16 random bytes, hex
    commitment    text NOT NULL,   -- SHA-256 of salt and content, hex
    hash          text NOT NULL    -- SHA-256 of the previous hash, header and commitment, hex
);
CREATE UNIQUE INDEX act_id ON act (id);
-- An act is corrected once; then its correction is.
CREATE UNIQUE INDEX act_corrects ON act (corrects) WHERE corrects <> '';
-- For readers in SQL.
CREATE INDEX act_subject ON act (treaty, kind, subject);

-- The end of the sequence: one row, locked by whoever appends.
CREATE TABLE journal_head (
    one         bigint PRIMARY KEY CHECK (one = 1), -- always 1
    count       bigint NOT NULL, -- how many acts there are
    hash        text NOT NULL,   -- of the last act; 64 zeros when there is none
    recorded_ms bigint NOT NULL  -- of the last act; 0 when there is none
);
INSERT INTO journal_head (one, count, hash, recorded_ms)
VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000', 0);

-- Adopted packs, all their bytes. Never changed or deleted.
CREATE TABLE pack_file (
    sha256 text COLLATE "C" NOT NULL, -- of the whole pack, hex; the act pack-adopted names it
    path   text COLLATE "C" NOT NULL, -- within the pack: pack.yaml, acts/states.csv
    code   text NOT NULL,  -- the pack's code
    bytes  bytea NOT NULL, -- the file
    PRIMARY KEY (sha256, path)
);

-- Refuses with the trigger's argument. Class 23: the same kind of error as any other broken constraint.
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER act_no_update BEFORE UPDATE ON act
FOR EACH ROW EXECUTE FUNCTION refuse('acts are never changed; mend: record a correction');
CREATE TRIGGER act_no_delete BEFORE DELETE ON act
FOR EACH ROW EXECUTE FUNCTION refuse('acts are never deleted; mend: record a correction');
CREATE TRIGGER act_no_truncate BEFORE TRUNCATE ON act
FOR EACH STATEMENT EXECUTE FUNCTION refuse('acts are never deleted; mend: record a correction');
CREATE TRIGGER pack_file_no_update BEFORE UPDATE ON pack_file
FOR EACH ROW EXECUTE FUNCTION refuse('adopted packs are never changed; mend: adopt a newer edition');
CREATE TRIGGER pack_file_no_delete BEFORE DELETE ON pack_file
FOR EACH ROW EXECUTE FUNCTION refuse('adopted packs are never deleted; mend: adopt a newer edition');
CREATE TRIGGER pack_file_no_truncate BEFORE TRUNCATE ON pack_file
FOR EACH STATEMENT EXECUTE FUNCTION refuse('adopted packs are never deleted; mend: adopt a newer edition');
CREATE TRIGGER journal_head_grows BEFORE UPDATE ON journal_head
FOR EACH ROW WHEN (NEW.count <= OLD.count OR NEW.recorded_ms < OLD.recorded_ms)
EXECUTE FUNCTION refuse('the journal only grows');
CREATE TRIGGER journal_head_no_delete BEFORE DELETE ON journal_head
FOR EACH ROW EXECUTE FUNCTION refuse('the journal only grows');
CREATE TRIGGER journal_head_no_truncate BEFORE TRUNCATE ON journal_head
FOR EACH STATEMENT EXECUTE FUNCTION refuse('the journal only grows');
