-- Statements of the office; tools/sqlgen.py says how they are written. Each binds its house.

-- name: house_list
-- out: code text, edition text, coalition text, added_ms int, edited_ms int
-- every house: the list from which one is chosen
SELECT code, edition, coalition, added_ms, edited_ms FROM house ORDER BY code LIMIT 1000;

-- name: house_add
-- in: code text, edition text, coalition text, now_ms int
INSERT INTO house (code, edition, coalition, added_ms, edited_ms)
VALUES (:code, :edition, :coalition, :now_ms, :now_ms)
ON CONFLICT (code) DO UPDATE SET edition = excluded.edition, coalition = excluded.coalition,
    edited_ms = excluded.edited_ms;

-- name: house_file_list
-- in: house text, edition text
-- out: path text, sha256 text
SELECT path, file FROM house_file WHERE house = :house AND edition = :edition ORDER BY path;

-- name: house_file_add
-- in: house text, edition text, path text, sha256 text
INSERT INTO house_file (house, edition, path, file) VALUES (:house, :edition, :path, :sha256)
ON CONFLICT (house, edition, path) DO NOTHING;

-- name: person_list
-- in: house text
-- out: id text, name text, mail text, note text, made_ms int, end_day text, gone_ms int
SELECT id, name, mail, note, made_ms, end_day, gone_ms FROM person WHERE house = :house ORDER BY made_ms, id;

-- name: person_by_id
-- in: house text, id text
-- out: as person_list
SELECT id, name, mail, note, made_ms, end_day, gone_ms FROM person WHERE house = :house AND id = :id;

-- name: person_count
-- in: house text
-- out: persons int
SELECT count(*) FROM person WHERE house = :house;

-- name: person_add
-- in: house text, id text, name text, mail text, note text, now_ms int
INSERT INTO person (house, id, name, mail, note, made_ms, end_day, gone_ms)
VALUES (:house, :id, :name, :mail, :note, :now_ms, '', 0);

-- name: person_end
-- in: house text, id text, day text
UPDATE person SET end_day = :day WHERE house = :house AND id = :id;

-- name: person_forget
-- in: house text, id text, day text, now_ms int
UPDATE person SET name = '', mail = '', note = '', gone_ms = :now_ms,
    end_day = CASE WHEN end_day = '' THEN :day ELSE end_day END
WHERE house = :house AND id = :id;

-- name: role_list
-- in: house text
-- out: person text, role text, from_day text, to_day text, by_whom text, made_ms int
SELECT person, role, from_day, to_day, by_whom, made_ms FROM person_role
WHERE house = :house ORDER BY person, role, from_day;

-- name: role_add
-- in: house text, person text, role text, from_day text, to_day text, by_whom text, now_ms int
INSERT INTO person_role (house, person, role, from_day, to_day, by_whom, made_ms)
VALUES (:house, :person, :role, :from_day, :to_day, :by_whom, :now_ms);

-- name: role_end
-- in: house text, person text, role text, day text
UPDATE person_role SET to_day = :day
WHERE house = :house AND person = :person AND role = :role AND (to_day = '' OR to_day > :day);

-- Who has a role on a day, the one who has had it longest first.
-- name: role_held
-- in: house text, role text, day text
-- out: id text, name text, mail text, end_day text
SELECT p.id, p.name, p.mail, p.end_day
FROM person_role AS r JOIN person AS p ON p.house = r.house AND p.id = r.person
WHERE r.house = :house AND r.role = :role AND r.from_day <= :day AND (r.to_day = '' OR r.to_day >= :day)
    AND (p.end_day = '' OR p.end_day >= :day)
ORDER BY r.from_day, r.made_ms, p.id LIMIT 100;
