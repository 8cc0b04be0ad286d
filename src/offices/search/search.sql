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
-- in: treaty text
-- every house: what is made anew is made anew for all
-- :sqlite (a virtual table has a rowid of its own)
DELETE FROM search_text WHERE rowid IN (SELECT id FROM search_entry WHERE treaty = :treaty);
-- :postgres (a table)
DELETE FROM search_text WHERE id IN (SELECT id FROM search_entry WHERE treaty = :treaty);

-- name: entry_forget
-- in: treaty text
-- every house: as above
DELETE FROM search_entry WHERE treaty = :treaty;

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

-- ---- a house's own ----

-- Letters of which the index does not say what they are now. stamp: all that may change of one.
-- name: letter_stale
-- in: house text, treaty text, most int
-- out: id text, kind text, on_day text, audience text, reference text, params text, stamp text
SELECT l.id, l.kind, l.on_day, l.audience, l.reference, l.params, l.stamp
FROM (SELECT id, kind, on_day, audience, reference, params,
        step || ' ' || on_day || ' ' || audience || ' ' || reference || ' ' || params AS stamp
    FROM letter WHERE house = :house AND treaty = :treaty) AS l
    LEFT JOIN search_entry AS e
        ON e.house = :house AND e.treaty = :treaty AND e.kind = 'letter' AND e.key = l.id
WHERE e.stamp IS NULL OR e.stamp <> l.stamp ORDER BY l.id LIMIT :most;

-- name: letter_states
-- in: house text, letter text
-- out: iso3 text
SELECT DISTINCT iso3 FROM letter_copy WHERE house = :house AND letter = :letter AND iso3 <> '' ORDER BY iso3;

-- name: letter_one
-- in: house text, id text
-- out: kind text, on_day text, audience text, reference text
SELECT kind, on_day, audience, reference FROM letter WHERE house = :house AND id = :id;

-- name: text_forget_one
-- in: house text, treaty text, kind text, key text
-- :sqlite (a virtual table has a rowid of its own)
DELETE FROM search_text WHERE rowid IN (SELECT id FROM search_entry
    WHERE house = :house AND treaty = :treaty AND kind = :kind AND key = :key);
-- :postgres (a table)
DELETE FROM search_text WHERE id IN (SELECT id FROM search_entry
    WHERE house = :house AND treaty = :treaty AND kind = :kind AND key = :key);

-- name: entry_forget_one
-- in: house text, treaty text, kind text, key text
DELETE FROM search_entry WHERE house = :house AND treaty = :treaty AND kind = :kind AND key = :key;

-- Names of offices and of who holds them now, by State.
-- name: contact_seen
-- in: house text, most int
-- out: id text, state text, name text, place text, organisation text, short_name text, holder text
SELECT c.id, c.state, c.name, c.place, coalesce(o.name, ''), coalesce(o.short, ''), coalesce(h.name, '')
FROM contact AS c
    LEFT JOIN organisation AS o ON o.house = c.house AND o.id = c.organisation
    LEFT JOIN contact_holder AS h ON h.house = c.house AND h.contact = c.id AND h.gone_ms = 0
        AND h.n = (SELECT max(n) FROM contact_holder AS x WHERE x.house = c.house AND x.contact = c.id)
WHERE c.house = :house ORDER BY c.state, c.id LIMIT :most;
