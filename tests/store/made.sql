-- Statements of the tests: an invented office's working rows.

-- name: made_add
-- in: id int, title text, note text?, body bytes
INSERT INTO made (id, title, note, body) VALUES (:id, :title, :note, :body);

-- name: made_list
-- in: least int
-- out: id int, title text, note text?, body bytes
SELECT id, title, note, body FROM made WHERE id >= :least ORDER BY id;

-- name: made_stream
-- in: least int
-- out: as made_list
-- stream
SELECT id, title, note, body FROM made WHERE id >= :least ORDER BY id;

-- name: made_set
-- in: id int, title text
UPDATE made SET title = :title WHERE id = :id;

-- name: made_count
-- out: rows int, engine text
-- :sqlite (to see that each engine gets its own body)
SELECT count(*), 'SQLite' FROM made;
-- :postgres (to see that each engine gets its own body)
SELECT count(*), 'Postgre' || 'SQL' FROM made;

-- A colon in a literal or a comment is no parameter.
-- name: made_colons
-- in: id int
-- out: a text, b text, c int
SELECT ':not_one ''quoted'' "x"' AS a, -- :nor_this
    CAST('a\b' AS text), CAST(:id AS bigint) /* :nor this */
WHERE '--' <> ':' AND :id = :id ORDER BY 1 LIMIT 1;
