-- The store's statements; tools/sqlgen.py says how they are written.

-- name: schema_exists
-- out: found int
-- :sqlite (each engine has its own catalogue)
SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_migration';
-- :postgres (each engine has its own catalogue)
SELECT count(*) FROM (SELECT to_regclass('schema_migration') AS t) AS s WHERE t IS NOT NULL;

-- name: schema_lock
-- out: locked int
-- :sqlite (BEGIN IMMEDIATE has locked the file)
SELECT 1;
-- :postgres (CREATE TABLE of two at once would collide; the number is Paraph's own)
SELECT 1 FROM (SELECT pg_advisory_xact_lock(5773190244)) AS l;

-- name: schema_list
-- out: number int, name text, sha256 text
SELECT number, name, sha256 FROM schema_migration ORDER BY number;

-- name: schema_add
-- in: number int, name text, sha256 text
-- :sqlite (the clocks are written differently)
INSERT INTO schema_migration (number, name, sha256, applied_ms)
VALUES (:number, :name, :sha256, CAST(strftime('%s', 'now') AS INTEGER) * 1000);
-- :postgres (the clocks are written differently)
INSERT INTO schema_migration (number, name, sha256, applied_ms)
VALUES (:number, :name, :sha256, CAST(floor(extract(epoch FROM now()) * 1000) AS bigint));

-- Every column of every table, tables in the order in which they were made; what is made from others, the search_…,
-- left out. kind: a letter of struct db_sql.
-- name: schema_columns
-- out: table_name text, column_name text, kind text
-- :sqlite (each engine has its own catalogue)
SELECT m.name, c.name,
    CASE c.type WHEN 'INTEGER' THEN 'i' WHEN 'TEXT' THEN 'n' WHEN 'BLOB' THEN 'b' ELSE c.type END
FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c
WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite@_%' ESCAPE '@' AND m.name NOT LIKE 'search@_%' ESCAPE '@'
ORDER BY m.rowid, c.cid;
-- :postgres (each engine has its own catalogue)
SELECT CAST(t.relname AS text), CAST(c.attname AS text), CASE CAST(c.atttypid AS regtype)
    WHEN 'bigint'::regtype THEN 'i' WHEN 'text'::regtype THEN 'n' WHEN 'bytea'::regtype THEN 'b'
    ELSE CAST(CAST(c.atttypid AS regtype) AS text) END
FROM pg_class AS t JOIN pg_attribute AS c ON c.attrelid = t.oid
WHERE t.relkind = 'r' AND t.relnamespace = to_regnamespace(current_schema())
    AND c.attnum > 0 AND NOT c.attisdropped AND t.relname NOT LIKE 'search@_%' ESCAPE '@'
ORDER BY t.oid, c.attnum;

-- name: head_read
-- out: count int, hash text, recorded_ms int
SELECT count, hash, recorded_ms FROM journal_head WHERE one = 1;

-- name: head_lock
-- out: as head_read
-- :sqlite (BEGIN IMMEDIATE has locked the file)
SELECT count, hash, recorded_ms FROM journal_head WHERE one = 1;
-- :postgres (others go on writing elsewhere: the row is locked)
SELECT count, hash, recorded_ms FROM journal_head WHERE one = 1 FOR UPDATE;

-- name: head_write
-- in: count int, hash text, recorded_ms int
UPDATE journal_head SET count = :count, hash = :hash, recorded_ms = :recorded_ms WHERE one = 1;

-- What the journal in memory keeps; and where the target of a correction stands, seq + 1, which the index of ids knows.
-- name: act_tail
-- in: from int, below int, most int
-- out: seq int, id text, treaty text, kind text, visibility text, recorded_ms int, corrects text
-- out: subject text, on_day text, effective text, issuer text, source text, payload text, target int
SELECT seq, id, treaty, kind, visibility, recorded_ms, corrects, subject, on_day, effective, issuer, source,
    payload,
    CASE WHEN corrects = '' THEN 0 ELSE coalesce((SELECT t.seq + 1 FROM act AS t WHERE t.id = act.corrects), 0) END
FROM act WHERE seq >= :from AND seq < :below ORDER BY seq LIMIT :most;

-- name: act_page
-- in: from int, most int
-- out: seq int, id text, treaty text, kind text, visibility text, recorded_ms int, corrects text
-- out: subject text, on_day text, effective text, issuer text, source text, payload text
-- out: recorded_by text, behalf text, source_sha256 text, salt text, commitment text, hash text
SELECT seq, id, treaty, kind, visibility, recorded_ms, corrects, subject, on_day, effective, issuer, source,
    payload, recorded_by, behalf, source_sha256, salt, commitment, hash
FROM act WHERE seq >= :from ORDER BY seq LIMIT :most;

-- name: act_by_id
-- in: id text
-- out: as act_page
SELECT seq, id, treaty, kind, visibility, recorded_ms, corrects, subject, on_day, effective, issuer, source,
    payload, recorded_by, behalf, source_sha256, salt, commitment, hash
FROM act WHERE id = :id;

-- Acts whose ids stand in a JSON array, in the order of their ids.
-- name: act_by_ids
-- in: ids text
-- out: as act_page
-- :sqlite (JSON functions have other names)
SELECT seq, id, treaty, kind, visibility, recorded_ms, corrects, subject, on_day, effective, issuer, source,
    payload, recorded_by, behalf, source_sha256, salt, commitment, hash
FROM act WHERE id IN (SELECT value FROM json_each(:ids)) ORDER BY id;
-- :postgres (JSON functions have other names)
-- LATERAL: the plan is kept, and one for a join, made while the table was small, would read all of it ever after.
SELECT a.seq, a.id, a.treaty, a.kind, a.visibility, a.recorded_ms, a.corrects, a.subject, a.on_day, a.effective,
    a.issuer, a.source, a.payload, a.recorded_by, a.behalf, a.source_sha256, a.salt, a.commitment, a.hash
FROM json_array_elements_text(CAST(:ids AS json)) AS w (id),
    LATERAL (SELECT seq, id, treaty, kind, visibility, recorded_ms, corrects, subject, on_day, effective, issuer,
        source, payload, recorded_by, behalf, source_sha256, salt, commitment, hash
        FROM act WHERE act.id = w.id LIMIT 1) AS a
ORDER BY a.id;

-- name: act_add
-- in: seq int, id text, treaty text, kind text, visibility text, recorded_ms int, corrects text
-- in: subject text, on_day text, effective text, issuer text, source text, payload text
-- in: recorded_by text, behalf text, source_sha256 text, salt text, commitment text, hash text
INSERT INTO act (seq, id, treaty, kind, visibility, recorded_ms, corrects, subject, on_day, effective, issuer,
    source, payload, recorded_by, behalf, source_sha256, salt, commitment, hash)
VALUES (:seq, :id, :treaty, :kind, :visibility, :recorded_ms, :corrects, :subject, :on_day, :effective, :issuer,
    :source, :payload, :recorded_by, :behalf, :source_sha256, :salt, :commitment, :hash);

-- name: pack_file_list
-- in: sha256 text
-- out: path text, bytes bytes
SELECT path, bytes FROM pack_file WHERE sha256 = :sha256 ORDER BY path;

-- name: pack_file_count
-- in: sha256 text
-- out: files int
SELECT count(*) FROM pack_file WHERE sha256 = :sha256;

-- name: pack_file_add
-- in: sha256 text, path text, code text, bytes bytes
INSERT INTO pack_file (sha256, path, code, bytes) VALUES (:sha256, :path, :code, :bytes);

-- A file that was forgotten comes back whole.
-- name: file_add
-- in: sha256 text, media text, data bytes, made_ms int
INSERT INTO file (sha256, media, data, made_ms, gone_ms) VALUES (:sha256, :media, :data, :made_ms, 0)
ON CONFLICT (sha256) DO UPDATE SET data = excluded.data, gone_ms = 0 WHERE file.gone_ms > 0;

-- name: file_get
-- in: sha256 text
-- out: media text, data bytes, gone_ms int
SELECT media, data, gone_ms FROM file WHERE sha256 = :sha256;

-- name: file_forget
-- in: sha256 text, none bytes, gone_ms int
UPDATE file SET data = :none, gone_ms = :gone_ms WHERE sha256 = :sha256 AND gone_ms = 0;
