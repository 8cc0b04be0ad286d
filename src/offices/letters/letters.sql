-- Letters, their copies, steps, facts. Every statement binds the house.

-- name: series_take
-- in: house text, series text, file text, year int
-- out: number int
INSERT INTO series_counter (house, series, file, year, last) VALUES (:house, :series, :file, :year, 1)
ON CONFLICT (house, series, file, year) DO UPDATE SET last = series_counter.last + 1
RETURNING last;

-- name: series_last
-- in: house text, series text, file text, year int
-- out: number int
SELECT last FROM series_counter WHERE house = :house AND series = :series AND file = :file AND year = :year;

-- name: letter_add
-- in: house text, id text, treaty text, kind text, on_day text, audience text, params text, supersedes text
-- in: made_ms int
INSERT INTO letter (house, id, treaty, kind, on_day, audience, params, step, reference, edition, pack, manifest,
    supersedes, made_ms)
VALUES (:house, :id, :treaty, :kind, :on_day, :audience, :params, 'draft', '', '', '', '', :supersedes, :made_ms);

-- By its id or its reference, or that of one of its copies.
-- name: letter_get
-- in: house text, name text
-- out: id text, treaty text, kind text, on_day text, audience text, params text, step text, reference text
-- out: edition text, pack text, manifest text, supersedes text, made_ms int
SELECT id, treaty, kind, on_day, audience, params, step, reference, edition, pack, manifest, supersedes, made_ms
FROM letter WHERE house = :house AND (id = :name OR (reference = :name AND reference <> '')
    OR id IN (SELECT c.letter FROM letter_copy AS c WHERE c.house = :house AND c.reference = :name))
ORDER BY id LIMIT 1;

-- name: letter_list
-- in: house text, kind text, most int
-- out: as letter_get
SELECT id, treaty, kind, on_day, audience, params, step, reference, edition, pack, manifest, supersedes, made_ms
FROM letter WHERE house = :house AND (:kind = '' OR kind = :kind) ORDER BY on_day DESC, made_ms DESC, id LIMIT :most;

-- name: letter_step_set
-- in: house text, id text, step text
UPDATE letter SET step = :step WHERE house = :house AND id = :id;

-- From a step that the caller has read to the next; no row: somebody took another step since. The row stays
-- locked to the end of the transaction.
-- name: letter_claim
-- in: house text, id text, was text, step text
-- out: id text
UPDATE letter SET step = :step WHERE house = :house AND id = :id AND step = :was
RETURNING id;

-- name: letter_issue_set
-- in: house text, id text, reference text, edition text, pack text, manifest text, supersedes text
UPDATE letter SET step = 'issued', reference = :reference, edition = :edition, pack = :pack, manifest = :manifest,
    supersedes = :supersedes
WHERE house = :house AND id = :id;

-- name: letter_step_add
-- in: house text, letter text, step text, role text, person text, behalf text, at_ms int, note text
INSERT INTO letter_step (house, letter, n, step, role, person, behalf, at_ms, note)
SELECT :house, :letter, coalesce(max(n), 0) + 1, :step, :role, :person, :behalf, :at_ms, :note
FROM letter_step WHERE house = :house AND letter = :letter;

-- name: letter_steps
-- in: house text, letter text
-- out: n int, step text, role text, person text, behalf text, at_ms int, note text
SELECT n, step, role, person, behalf, at_ms, note FROM letter_step WHERE house = :house AND letter = :letter
ORDER BY n LIMIT 10000;

-- What the letter said when the step just taken was taken.
-- name: letter_signed_add
-- in: house text, letter text, said text
INSERT INTO letter_signed (house, letter, n, said)
SELECT :house, :letter, max(n), :said FROM letter_step WHERE house = :house AND letter = :letter;

-- name: letter_signed_list
-- in: house text, letter text
-- out: n int, role text, person text, at_ms int, said text
SELECT d.n, s.role, s.person, s.at_ms, d.said FROM letter_signed AS d
JOIN letter_step AS s ON s.house = d.house AND s.letter = d.letter AND s.n = d.n
WHERE d.house = :house AND d.letter = :letter ORDER BY d.n LIMIT 1000;

-- name: copy_add
-- in: house text, letter text, n int, reference text, contact text, iso3 text, category text, in_copy int, lang text
-- in: wanted text, code text, pdf text, text text, html text, record text
INSERT INTO letter_copy (house, letter, n, reference, contact, iso3, category, in_copy, lang, wanted, code, pdf, text,
    html, scan, record, state, reason)
VALUES (:house, :letter, :n, :reference, :contact, :iso3, :category, :in_copy, :lang, :wanted, :code, :pdf, :text,
    :html, '', :record, 'issued', '');

-- name: copy_list
-- in: house text, letter text
-- out: n int, reference text, contact text, iso3 text, category text, in_copy int, lang text, wanted text
-- out: code text, pdf text, text text, html text, scan text, record text, state text, reason text, letter text
-- out: gone_ms int
SELECT n, reference, contact, iso3, category, in_copy, lang, wanted, code, pdf, text, html, scan, record, state, reason,
    letter, gone_ms
FROM letter_copy WHERE house = :house AND letter = :letter ORDER BY n LIMIT 200000;

-- name: copy_count
-- in: house text, letter text
-- out: copies int
SELECT count(*) FROM letter_copy WHERE house = :house AND letter = :letter;

-- name: copy_by_reference
-- in: house text, reference text
-- out: as copy_list
SELECT n, reference, contact, iso3, category, in_copy, lang, wanted, code, pdf, text, html, scan, record, state, reason,
    letter, gone_ms
FROM letter_copy WHERE house = :house AND reference = :reference;

-- The file that was issued: the scan, where signed paper took the place of the PDF.
-- name: copy_by_file
-- in: sha256 text
-- out: as copy_list
-- every house: whether a file was issued, and what became of it, anyone may know who has the file
SELECT n, reference, contact, iso3, category, in_copy, lang, wanted, code, pdf, text, html, scan, record, state, reason,
    letter, gone_ms
FROM letter_copy
WHERE house IN (SELECT code FROM house) AND ((pdf = :sha256 AND scan = '') OR scan = :sha256)
ORDER BY house, reference LIMIT 1;

-- Whatever has been issued with these bytes, or was before it was signed on paper.
-- name: copy_by_bytes
-- in: sha256 text
-- out: as copy_list
-- every house: bytes are issued once, whoever issues them
SELECT n, reference, contact, iso3, category, in_copy, lang, wanted, code, pdf, text, html, scan, record, state, reason,
    letter, gone_ms
FROM letter_copy WHERE house IN (SELECT code FROM house) AND (pdf = :sha256 OR scan = :sha256)
ORDER BY house, reference LIMIT 1;

-- Copies to a contact, of which anything is left to forget.
-- name: copy_of_contact
-- in: house text, contact text
-- out: as copy_list
SELECT n, reference, contact, iso3, category, in_copy, lang, wanted, code, pdf, text, html, scan, record, state, reason,
    letter, gone_ms
FROM letter_copy WHERE house = :house AND contact = :contact AND gone_ms = 0 ORDER BY letter, n LIMIT 200000;

-- name: copy_forget
-- in: house text, letter text, n int, at_ms int
UPDATE letter_copy SET gone_ms = :at_ms WHERE house = :house AND letter = :letter AND n = :n AND gone_ms = 0;

-- What the letter was told of the person; that it asked for it stays.
-- name: copy_facts_forget
-- in: house text, letter text, n int
UPDATE letter_fact SET value = '' WHERE house = :house AND letter = :letter AND copy = :n AND key LIKE 'recipient.%';

-- Every place that names bytes which are still needed. `more`: a JSON array that names further ones.
-- name: files_needed
-- out: one text, two text, three text, four text, more text
-- every house: bytes are kept once by their content, whoever needs them
SELECT pdf, text, html, scan, '' FROM letter_copy WHERE gone_ms = 0
UNION ALL SELECT sha256, '', '', '', '' FROM letter_enclosure
UNION ALL SELECT pdf_sha256, text_sha256, html_sha256, calendar_sha256, enclosures FROM outbox WHERE gone_ms = 0
UNION ALL SELECT file_sha256, '', '', '', '' FROM incoming WHERE gone_ms = 0
UNION ALL SELECT sha256, receipt, '', '', '' FROM report_file
UNION ALL SELECT file, '', '', '', '' FROM house_file;

-- To the offices of a State, not to persons of its parliament; code empty: all.
-- name: copy_to_state
-- in: house text, treaty text, iso3 text, code text
-- out: code text, reference text, kind text, lang text, on_day text, state text, file text
SELECT c.code, c.reference, l.kind, c.lang, l.on_day, c.state, CASE WHEN c.scan <> '' THEN c.scan ELSE c.pdf END
FROM letter_copy AS c JOIN letter AS l ON l.house = c.house AND l.id = c.letter
WHERE c.house = :house AND l.treaty = :treaty AND c.iso3 = :iso3 AND c.category = 'state' AND c.gone_ms = 0
    AND (:code = '' OR c.code = :code)
ORDER BY l.on_day DESC, c.reference LIMIT 500;

-- name: copy_by_code
-- in: code text
-- out: as copy_list
-- every house: who holds a letter may ask what its code stands for
SELECT n, reference, contact, iso3, category, in_copy, lang, wanted, code, pdf, text, html, scan, record, state, reason,
    letter, gone_ms
FROM letter_copy WHERE code = :code;

-- name: copy_state_set
-- in: house text, letter text, n int, state text, reason text
UPDATE letter_copy SET state = :state, reason = :reason
WHERE house = :house AND letter = :letter AND (:n = 0 OR n = :n) AND state = 'issued';

-- Copies that do not leave any more, and of which no message ever did, count as written to no longer: for the house,
-- its coalition and the cool-down alike. A returned or a doubtful one has left.
-- name: copy_unwritten
-- in: house text, letter text
DELETE FROM written WHERE house = :house AND reference IN (SELECT c.reference FROM letter_copy AS c
    WHERE c.house = :house AND c.letter = :letter AND c.state <> 'issued' AND NOT EXISTS (
        SELECT 1 FROM outbox AS o WHERE o.house = :house AND o.letter = :letter AND o.copy = c.n
            AND (o.state <> 'cancelled' OR o.sent_ms > 0)));

-- Only of a copy that takes one: whoever comes second changes nothing.
-- name: copy_scan_set
-- in: house text, letter text, n int, scan text, record text
UPDATE letter_copy SET scan = :scan, record = :record
WHERE house = :house AND letter = :letter AND n = :n AND scan = '' AND state <> 'cancelled' AND gone_ms = 0;

-- name: letter_fact_add
-- in: house text, letter text, copy int, n int, key text, value text, quality text, as_at text, acts text, said int
INSERT INTO letter_fact (house, letter, copy, n, key, value, quality, as_at, acts, said)
VALUES (:house, :letter, :copy, :n, :key, :value, :quality, :as_at, :acts, :said);

-- name: letter_facts
-- in: house text, letter text, copy int
-- out: copy int, n int, key text, value text, quality text, as_at text, acts text
SELECT copy, n, key, value, quality, as_at, acts FROM letter_fact AS f
WHERE house = :house AND letter = :letter AND (copy = :copy OR (copy = 0 AND NOT EXISTS (
    SELECT 1 FROM letter_fact AS own WHERE own.house = :house AND own.letter = :letter AND own.copy = :copy
        AND own.key = f.key)))
ORDER BY key, copy, n LIMIT 10000;

-- What copies of issued letters told by a figure, with any argument. What a copy has for itself goes before what
-- all have.
-- name: told_facts
-- in: house text, treaty text, on_day text, key text
-- out: letter text, reference text, on_day text, issued_ms int, copy int, copy_reference text, contact text
-- out: iso3 text, key text, value text, acts text
SELECT l.id, l.reference, l.on_day, s.at_ms, c.n, c.reference, c.contact, c.iso3, f.key, f.value, f.acts
FROM letter_fact AS f
JOIN letter AS l ON l.house = f.house AND l.id = f.letter
JOIN letter_step AS s ON s.house = f.house AND s.letter = f.letter AND s.step = 'issued'
JOIN letter_copy AS c ON c.house = f.house AND c.letter = f.letter AND (c.n = f.copy OR (f.copy = 0
    AND NOT EXISTS (SELECT 1 FROM letter_fact AS own WHERE own.house = f.house AND own.letter = f.letter
        AND own.copy = c.n AND own.key = f.key)))
WHERE f.house = :house AND l.treaty = :treaty AND l.on_day <= :on_day AND l.reference <> '' AND f.said = 1
    AND f.quality = 'exact' AND f.value <> ''
    AND (f.key = :key OR substr(f.key, 1, length(:key) + 1) = :key || ':')
ORDER BY s.at_ms, l.id, c.n, f.n LIMIT 2000000;

-- name: letter_enclosure_add
-- in: house text, letter text, lang text, n int, id text, name text, media text, sha256 text
INSERT INTO letter_enclosure (house, letter, lang, n, id, name, media, sha256)
VALUES (:house, :letter, :lang, :n, :id, :name, :media, :sha256);

-- name: letter_enclosures
-- in: house text, letter text
-- out: lang text, n int, id text, name text, media text, sha256 text
SELECT lang, n, id, name, media, sha256 FROM letter_enclosure WHERE house = :house AND letter = :letter
ORDER BY lang, n LIMIT 1000;

-- name: signing_key_add
-- in: public text, made_ms int
INSERT INTO signing_key (public, made_ms) VALUES (:public, :made_ms) ON CONFLICT (public) DO NOTHING;

-- name: signing_key_end
-- in: public text, ended_ms int
UPDATE signing_key SET ended_ms = :ended_ms WHERE public = :public AND ended_ms = 0;

-- The newest first.
-- name: signing_key_list
-- out: public text, made_ms int, ended_ms int
SELECT public, made_ms, ended_ms FROM signing_key ORDER BY made_ms DESC, public LIMIT 1000;

-- No row: another try goes on, of which something was heard since :stale_ms.
-- name: letter_job_begin
-- in: house text, letter text, now_ms int, stale_ms int
-- out: letter text
INSERT INTO letter_job (house, letter, done, total, began_ms, seen_ms, ended_ms, said)
VALUES (:house, :letter, 0, 0, :now_ms, :now_ms, 0, '')
ON CONFLICT (house, letter) DO UPDATE SET done = 0, total = 0, began_ms = :now_ms, seen_ms = :now_ms, ended_ms = 0, said = ''
WHERE letter_job.ended_ms > 0 OR letter_job.seen_ms < :stale_ms
RETURNING letter;

-- name: letter_job_seen
-- in: house text, letter text, done int, total int, now_ms int
UPDATE letter_job SET done = :done, total = :total, seen_ms = :now_ms WHERE house = :house AND letter = :letter;

-- name: letter_job_end
-- in: house text, letter text, said text, now_ms int
UPDATE letter_job SET ended_ms = :now_ms, seen_ms = :now_ms, said = :said WHERE house = :house AND letter = :letter;

-- name: letter_job_get
-- in: house text, letter text
-- out: done int, total int, began_ms int, seen_ms int, ended_ms int, said text
SELECT done, total, began_ms, seen_ms, ended_ms, said FROM letter_job WHERE house = :house AND letter = :letter;
