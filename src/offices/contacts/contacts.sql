-- Statements of the office; tools/sqlgen.py says how they are written. Each binds its house.

-- name: written_add
-- in: house text, reference text, coalition text, kind text, treaty text, state text, contact text, on_day text
INSERT INTO written (house, reference, coalition, kind, treaty, state, contact, on_day, answered_day)
VALUES (:house, :reference, :coalition, :kind, :treaty, :state, :contact, :on_day, '');

-- name: written_answer
-- in: house text, reference text, day text
UPDATE written SET answered_day = :day
WHERE house = :house AND reference = :reference AND (answered_day = '' OR answered_day > :day);

-- name: written_unanswer
-- in: house text, reference text
UPDATE written SET answered_day = '' WHERE house = :house AND reference = :reference;

-- name: written_by_reference
-- in: house text, reference text
-- out: on_day text
SELECT on_day FROM written WHERE house = :house AND reference = :reference;

-- What this house wrote up to a day, the latest first.
-- name: written_list
-- in: house text, treaty text, day text
-- out: kind text, state text, contact text, on_day text, answered_day text, reference text
SELECT kind, state, contact, on_day, answered_day, reference FROM written
WHERE house = :house AND treaty = :treaty AND on_day <= :day ORDER BY on_day DESC, reference;

-- name: written_coalition
-- in: house text, coalition text, treaty text, from text, day text
-- out: by_house text, state text, on_day text
-- every house of the coalition: that a State was written to, by whom and when, and nothing else
SELECT house, state, on_day FROM written
WHERE coalition = :coalition AND coalition <> '' AND house <> :house AND treaty = :treaty AND state <> ''
    AND on_day >= :from AND on_day <= :day
ORDER BY on_day DESC, state, house, reference;

-- What this house wrote in full, and what its coalition wrote as far as it may be seen.
-- name: written_seen
-- in: house text, coalition text, treaty text
-- out: by_house text, state text, on_day text, kind text, reference text, answered_day text
-- every house of the coalition: that a State was written to, by whom and when, and nothing else
SELECT house, state, on_day,
    CASE WHEN house = :house THEN kind ELSE '' END, CASE WHEN house = :house THEN reference ELSE '' END,
    CASE WHEN house = :house THEN answered_day ELSE '' END
FROM written
WHERE treaty = :treaty AND (house = :house OR (coalition = :coalition AND coalition <> '' AND state <> ''))
ORDER BY on_day DESC, state, house, reference;

-- name: channel_mark
-- in: house text, channel text, address text, state text, reason text, now_ms int
UPDATE contact_channel SET state = :state, reason = :reason, since_ms = :now_ms
WHERE house = :house AND channel = :channel AND lower(address) = lower(:address) AND address <> '';

-- name: stop_add
-- in: house text, sha256 text, shown text, reason text, by_whom text, now_ms int
INSERT INTO stop (house, sha256, shown, reason, by_whom, at_ms)
VALUES (:house, :sha256, :shown, :reason, :by_whom, :now_ms)
ON CONFLICT (house, sha256) DO NOTHING;

-- ---- reading: contacts of a house from one id to another, and their parts, in the order of ids ----

-- name: contact_list
-- in: house text, first text, last text
-- out: id text, office text, state text, organisation text, place text, name text, write_langs text
-- out: read_langs text, from_day text, to_day text, confirmed_day text, purpose text, retain_day text
-- out: source text, note text, org_name text, org_short text, org_category text
SELECT c.id, c.office, c.state, c.organisation, c.place, c.name, c.write_langs, c.read_langs, c.from_day, c.to_day,
    c.confirmed_day, c.purpose, c.retain_day, c.source, c.note,
    coalesce(o.name, ''), coalesce(o.short, ''), coalesce(o.category, '')
FROM contact AS c LEFT JOIN organisation AS o ON o.house = c.house AND o.id = c.organisation
WHERE c.house = :house AND c.id >= :first AND c.id <= :last ORDER BY c.id;

-- name: contact_title_list
-- in: house text, first text, last text
-- out: contact text, lang text, title text
SELECT contact, lang, title FROM contact_title
WHERE house = :house AND contact >= :first AND contact <= :last ORDER BY contact, lang;

-- name: contact_holder_list
-- in: house text, first text, last text
-- out: contact text, n int, name text, rank text, address text, source text, from_day text, to_day text, gone_ms int
SELECT contact, n, name, rank, address, source, from_day, to_day, gone_ms FROM contact_holder
WHERE house = :house AND contact >= :first AND contact <= :last ORDER BY contact, n;

-- name: contact_channel_list
-- in: house text, first text, last text
-- out: contact text, n int, channel text, address text, personal int, state text, reason text
SELECT contact, n, channel, address, personal, state, reason FROM contact_channel
WHERE house = :house AND contact >= :first AND contact <= :last ORDER BY contact, n;

-- name: contact_body_list
-- in: house text, first text, last text
-- out: contact text, body text, label text, role text, from_day text, to_day text
SELECT contact, body, label, role, from_day, to_day FROM contact_body
WHERE house = :house AND contact >= :first AND contact <= :last ORDER BY contact, body, from_day;

-- name: contact_consent_list
-- in: house text, first text, last text
-- out: contact text, n int, purpose text, given int, on_day text, how text
SELECT contact, n, purpose, given, on_day, how FROM contact_consent
WHERE house = :house AND contact >= :first AND contact <= :last ORDER BY contact, n;

-- Whose last word on a purpose, by a day, was that it is taken back.
-- name: contact_withdrawn
-- in: house text, purpose text, day text
-- out: contact text
SELECT c.contact FROM contact_consent AS c
WHERE c.house = :house AND c.purpose = :purpose AND c.on_day <= :day AND c.given = 0
    AND NOT EXISTS (SELECT 1 FROM contact_consent AS d WHERE d.house = c.house AND d.contact = c.contact
        AND d.purpose = c.purpose AND d.on_day <= :day AND d.n > c.n)
LIMIT 1000000;

-- name: contact_event_list
-- in: house text, contact text
-- out: n int, what text, detail text, by_whom text, at_ms int
SELECT n, what, detail, by_whom, at_ms FROM contact_event
WHERE house = :house AND contact = :contact ORDER BY n;

-- name: stop_list
-- in: house text
-- out: sha256 text, shown text, reason text, by_whom text, at_ms int
SELECT sha256, shown, reason, by_whom, at_ms FROM stop WHERE house = :house ORDER BY sha256;

-- ---- writing ----

-- name: organisation_put
-- in: house text, id text, name text, short_name text, category text, state text, now_ms int
INSERT INTO organisation (house, id, name, short, category, state, source, made_ms)
VALUES (:house, :id, :name, :short_name, :category, :state, '', :now_ms)
ON CONFLICT (house, id) DO UPDATE SET
    name = CASE WHEN excluded.name = '' THEN organisation.name ELSE excluded.name END,
    short = CASE WHEN excluded.short = '' THEN organisation.short ELSE excluded.short END,
    category = CASE WHEN excluded.category = '' THEN organisation.category ELSE excluded.category END;

-- name: contact_put
-- in: house text, id text, office text, state text, organisation text, place text, name text, write_langs text
-- in: read_langs text, from_day text, to_day text, confirmed_day text, purpose text, retain_day text
-- in: source text, note text, now_ms int
INSERT INTO contact (house, id, office, state, organisation, place, name, write_langs, read_langs, from_day, to_day,
    confirmed_day, purpose, retain_day, source, note, made_ms)
VALUES (:house, :id, :office, :state, :organisation, :place, :name, :write_langs, :read_langs, :from_day, :to_day,
    :confirmed_day, :purpose, :retain_day, :source, :note, :now_ms)
ON CONFLICT (house, id) DO UPDATE SET office = excluded.office, state = excluded.state,
    organisation = excluded.organisation, place = excluded.place, name = excluded.name,
    write_langs = excluded.write_langs, read_langs = excluded.read_langs, from_day = excluded.from_day,
    to_day = excluded.to_day, confirmed_day = excluded.confirmed_day, purpose = excluded.purpose,
    retain_day = excluded.retain_day, source = excluded.source, note = excluded.note;

-- name: contact_confirm
-- in: house text, id text, day text
UPDATE contact SET confirmed_day = :day WHERE house = :house AND id = :id;

-- name: contact_title_clear
-- in: house text, contact text
DELETE FROM contact_title WHERE house = :house AND contact = :contact;

-- name: contact_title_add
-- in: house text, contact text, lang text, title text
INSERT INTO contact_title (house, contact, lang, title) VALUES (:house, :contact, :lang, :title);

-- name: contact_channel_clear
-- in: house text, contact text
DELETE FROM contact_channel WHERE house = :house AND contact = :contact;

-- name: contact_channel_add
-- in: house text, contact text, n int, channel text, address text, personal int, state text, reason text
-- in: now_ms int
INSERT INTO contact_channel (house, contact, n, channel, address, personal, state, reason, since_ms)
VALUES (:house, :contact, :n, :channel, :address, :personal, :state, :reason, :now_ms);

-- name: contact_body_clear
-- in: house text, contact text
DELETE FROM contact_body WHERE house = :house AND contact = :contact;

-- name: contact_body_add
-- in: house text, contact text, body text, label text, role text, from_day text, to_day text
INSERT INTO contact_body (house, contact, body, label, role, from_day, to_day)
VALUES (:house, :contact, :body, :label, :role, :from_day, :to_day);

-- name: contact_holder_put
-- in: house text, contact text, n int, name text, rank text, address text, source text, from_day text
INSERT INTO contact_holder (house, contact, n, name, rank, address, source, from_day, to_day, gone_ms)
VALUES (:house, :contact, :n, :name, :rank, :address, :source, :from_day, '', 0)
ON CONFLICT (house, contact, n) DO UPDATE SET rank = excluded.rank, address = excluded.address,
    source = excluded.source, from_day = excluded.from_day;

-- name: contact_holder_end
-- in: house text, contact text, n int, day text
UPDATE contact_holder SET to_day = :day
WHERE house = :house AND contact = :contact AND n = :n AND to_day = '';

-- name: contact_holder_forget
-- in: house text, contact text, day text, now_ms int
UPDATE contact_holder SET name = '', address = '', source = '', gone_ms = :now_ms,
    to_day = CASE WHEN to_day = '' THEN :day ELSE to_day END
WHERE house = :house AND contact = :contact AND gone_ms = 0;

-- name: contact_channel_forget
-- in: house text, contact text
DELETE FROM contact_channel WHERE house = :house AND contact = :contact AND personal = 1;

-- name: contact_consent_add
-- in: house text, contact text, purpose text, given int, on_day text, how text, by_whom text, now_ms int
INSERT INTO contact_consent (house, contact, n, purpose, given, on_day, how, by_whom, made_ms)
VALUES (:house, :contact, (SELECT coalesce(max(n), 0) + 1 FROM contact_consent
    WHERE house = :house AND contact = :contact), :purpose, :given, :on_day, :how, :by_whom, :now_ms);

-- name: contact_consent_forget
-- in: house text, contact text
UPDATE contact_consent SET how = '' WHERE house = :house AND contact = :contact;

-- name: contact_note_forget
-- in: house text, contact text
UPDATE contact SET note = '', source = '' WHERE house = :house AND id = :contact;

-- name: contact_event_add
-- in: house text, contact text, what text, detail text, by_whom text, now_ms int
INSERT INTO contact_event (house, contact, n, what, detail, by_whom, at_ms)
VALUES (:house, :contact, (SELECT coalesce(max(n), 0) + 1 FROM contact_event
    WHERE house = :house AND contact = :contact), :what, :detail, :by_whom, :now_ms);

-- name: stop_forget
-- in: house text, sha256 text
UPDATE stop SET shown = '' WHERE house = :house AND sha256 = :sha256;

-- What went to one contact, of any treaty, the latest first.
-- name: written_contact
-- in: house text, contact text
-- out: kind text, treaty text, on_day text, answered_day text, reference text
SELECT kind, treaty, on_day, answered_day, reference FROM written
WHERE house = :house AND contact = :contact ORDER BY on_day DESC, reference LIMIT 1000;
