-- Statements of the office; tools/sqlgen.py says how they are written.

-- Acts that a person recorded, the latest first. Whose they are is told by the journal: the caller leaves out what the
-- house may not see.
-- name: act_log
-- in: most int
-- out: seq int, by_whom text, behalf text
SELECT seq, recorded_by, behalf FROM act WHERE recorded_by <> '' ORDER BY seq DESC LIMIT :most;

-- ---- source files: the bytes are the store's, who may read them is the house that brought them ----

-- name: act_file_add
-- in: house text, sha256 text, name text, media text, by_whom text, now_ms int
INSERT INTO act_file (house, sha256, name, media, by_whom, made_ms)
VALUES (:house, :sha256, :name, :media, :by_whom, :now_ms)
ON CONFLICT (house, sha256) DO NOTHING;

-- name: act_file_get
-- in: house text, sha256 text
-- out: name text, media text
SELECT name, media FROM act_file WHERE house = :house AND sha256 = :sha256;

-- ---- drafts ----

-- name: act_draft_add
-- in: id text, house text, act text, treaty text, kind text, visibility text, corrects text, subject text, on_day text
-- in: effective text, issuer text, behalf text, source text, source_sha256 text, payload text, by_whom text, now_ms int
INSERT INTO act_draft (id, house, act, treaty, kind, visibility, corrects, subject, on_day, effective, issuer, behalf,
    source, source_sha256, payload, by_whom, made_ms)
VALUES (:id, :house, :act, :treaty, :kind, :visibility, :corrects, :subject, :on_day, :effective, :issuer, :behalf,
    :source, :source_sha256, :payload, :by_whom, :now_ms);

-- name: act_draft_get
-- in: house text, id text
-- out: id text, act text, treaty text, kind text, visibility text, corrects text, subject text, on_day text
-- out: effective text, issuer text, behalf text, source text, source_sha256 text, payload text, by_whom text
-- out: made_ms int
SELECT id, act, treaty, kind, visibility, corrects, subject, on_day, effective, issuer, behalf, source, source_sha256,
    payload, by_whom, made_ms
FROM act_draft WHERE house = :house AND id = :id;

-- name: act_draft_list
-- in: house text
-- out: as act_draft_get
SELECT id, act, treaty, kind, visibility, corrects, subject, on_day, effective, issuer, behalf, source, source_sha256,
    payload, by_whom, made_ms
FROM act_draft WHERE house = :house ORDER BY made_ms DESC, id LIMIT 2000;

-- Gone when it is recorded or thrown away: a row comes back where it was there until now.
-- name: act_draft_drop
-- in: house text, id text
-- out: id text
DELETE FROM act_draft WHERE house = :house AND id = :id RETURNING id;
