-- Statements of the office; tools/sqlgen.py says how they are written.

-- name: mark_read
-- in: house text, treaty text
-- out: count int, version int
SELECT count, version FROM search_mark WHERE house = :house AND treaty = :treaty;

-- One at a time brings it up: who comes second waits here, and finds it done.
-- name: mark_make
-- in: house text, treaty text
INSERT INTO search_mark (house, treaty, count, version) VALUES (:house, :treaty, 0, 0)
ON CONFLICT (house, treaty) DO UPDATE SET house = excluded.house;

-- name: mark_write
-- in: count int, version int, house text, treaty text
UPDATE search_mark SET count = :count, version = :version WHERE house = :house AND treaty = :treaty;

-- name: entry_add
-- in: house text, treaty text, kind text, rank int, key text, day text, seq int, gone int, stamp text
-- out: id int
INSERT INTO search_entry (house, treaty, kind, rank, key, day, seq, gone, stamp)
VALUES (:house, :treaty, :kind, :rank, :key, :day, :seq, :gone, :stamp) RETURNING id;

-- name: text_add
-- in: id int, words text
-- :sqlite (a virtual table has a rowid of its own)
INSERT INTO search_text (rowid, words) VALUES (:id, :words);
-- :postgres (a table)
INSERT INTO search_text (id, words) VALUES (:id, :words);

-- name: entry_gone
-- in: house text, treaty text, seq int, gone int
UPDATE search_entry SET gone = :gone WHERE house = :house AND treaty = :treaty AND seq = :seq AND stamp = '';

-- What is written anew: of one stamp.
-- name: text_forget_named
-- in: house text, treaty text, stamp text
-- :sqlite (a virtual table has a rowid of its own)
DELETE FROM search_text WHERE rowid IN (SELECT id FROM search_entry
    WHERE house = :house AND treaty = :treaty AND stamp = :stamp);
-- :postgres (a table)
DELETE FROM search_text WHERE id IN (SELECT id FROM search_entry
    WHERE house = :house AND treaty = :treaty AND stamp = :stamp);

-- name: entry_forget_named
-- in: house text, treaty text, stamp text
DELETE FROM search_entry WHERE house = :house AND treaty = :treaty AND stamp = :stamp;

-- name: text_forget
-- in: house text, treaty text
-- :sqlite (a virtual table has a rowid of its own)
DELETE FROM search_text WHERE rowid IN (SELECT id FROM search_entry WHERE house = :house AND treaty = :treaty);
-- :postgres (a table)
DELETE FROM search_text WHERE id IN (SELECT id FROM search_entry WHERE house = :house AND treaty = :treaty);

-- name: entry_forget
-- in: house text, treaty text
DELETE FROM search_entry WHERE house = :house AND treaty = :treaty;

-- Who asks for no house sees what is public. match: of quoted words, written by find.c alone.
-- name: found_row
-- in: match text, house text, treaty text, kind text, known int, on_day text, most int
-- out: house text, kind text, key text, day text, seq int
-- :sqlite (each engine has its own full text)
SELECT e.house, e.kind, e.key, e.day, e.seq
FROM search_text AS t JOIN search_entry AS e ON e.id = t.rowid
WHERE search_text MATCH :match AND (e.house = '' OR e.house = :house) AND e.treaty = :treaty
    AND (:kind = '' OR e.kind = :kind) AND e.seq < :known AND e.gone >= :known
    AND (e.stamp <> '' OR e.day <= :on_day)
ORDER BY e.rank, e.day DESC, e.key LIMIT :most;
-- :postgres (each engine has its own full text)
SELECT e.house, e.kind, e.key, e.day, e.seq
FROM search_text AS t JOIN search_entry AS e ON e.id = t.id
WHERE t.found @@ CAST(:match AS tsquery) AND (e.house = '' OR e.house = :house) AND e.treaty = :treaty
    AND (:kind = '' OR e.kind = :kind) AND e.seq < :known AND e.gone >= :known
    AND (e.stamp <> '' OR e.day <= :on_day)
ORDER BY e.rank, e.day DESC, e.key LIMIT :most;
