-- The outbox's statements; tools/sqlgen.py says how they are written. All name the house, but the list of houses.

-- name: outbox_put
-- in: id text, house text, letter text, copy int, turn int, reference text, contact text, iso3 text, name text
-- in: lang text, channel text, address text, from_name text, from_address text, reply_to text, subject text
-- in: text_sha256 text, html_sha256 text, pdf_sha256 text, calendar_sha256 text, enclosures text
-- in: mass int, place text, message_id text, made_ms int, state text, next_ms int
INSERT INTO outbox (id, house, letter, copy, turn, reference, contact, iso3, name, lang, channel, address, from_name,
    from_address, reply_to, subject, text_sha256, html_sha256, pdf_sha256, calendar_sha256, enclosures,
    mass, place, message_id, made_ms, state, tries, next_ms, claim, sent_ms, answered_ms, detail)
VALUES (:id, :house, :letter, :copy, :turn, :reference, :contact, :iso3, :name, :lang, :channel, :address, :from_name,
    :from_address, :reply_to, :subject, :text_sha256, :html_sha256, :pdf_sha256, :calendar_sha256,
    :enclosures, :mass, :place, :message_id, :made_ms, :state, 0, :next_ms, '', 0, 0, '');

-- name: outbox_one
-- in: house text, id text
-- out: id text, house text, letter text, copy int, turn int, reference text, contact text, iso3 text, name text
-- out: lang text, channel text, address text, from_name text, from_address text, reply_to text, subject text
-- out: text_sha256 text, html_sha256 text, pdf_sha256 text, calendar_sha256 text, enclosures text
-- out: mass int, place text, message_id text, state text, tries int, next_ms int, sent_ms int
-- out: answered_ms int, detail text
SELECT id, house, letter, copy, turn, reference, contact, iso3, name, lang, channel, address, from_name, from_address,
    reply_to, subject, text_sha256, html_sha256, pdf_sha256, calendar_sha256, enclosures, mass, place,
    message_id, state, tries, next_ms, sent_ms, answered_ms, detail
FROM outbox WHERE house = :house AND id = :id;

-- Empty letter, state, reference, under, contact: of all; letters 0: also what is neither a letter nor to a contact. A reference names a copy; `under` also the letter, with all its
-- copies. The last letter first, each in the order of its copies.
-- name: outbox_page
-- in: house text, letter text, state text, reference text, under text, contact text, letters int, most int, skip int
-- out: as outbox_one
SELECT id, house, letter, copy, turn, reference, contact, iso3, name, lang, channel, address, from_name, from_address,
    reply_to, subject, text_sha256, html_sha256, pdf_sha256, calendar_sha256, enclosures, mass, place,
    message_id, state, tries, next_ms, sent_ms, answered_ms, detail
FROM outbox
WHERE house = :house AND (:letter = '' OR letter = :letter) AND (:state = '' OR state = :state)
    AND (:reference = '' OR reference = :reference) AND (:contact = '' OR contact = :contact)
    AND (:letters = 0 OR letter <> '' OR contact <> '')
    AND (:under = '' OR reference = :under OR substr(reference, 1, length(:under) + 1) = :under || '/')
ORDER BY made_ms DESC, letter, copy, turn, id LIMIT :most OFFSET :skip;

-- name: outbox_count
-- in: house text, letter text, state text, under text, contact text, letters int
-- out: state text, messages int, answered int
SELECT state, count(*), count(CASE WHEN answered_ms > 0 THEN 1 END)
FROM outbox
WHERE house = :house AND (:letter = '' OR letter = :letter) AND (:state = '' OR state = :state)
    AND (:contact = '' OR contact = :contact)
    AND (:letters = 0 OR letter <> '' OR contact <> '')
    AND (:under = '' OR reference = :under OR substr(reference, 1, length(:under) + 1) = :under || '/')
GROUP BY state ORDER BY state LIMIT 20;

-- What has not left, of letters.
-- name: outbox_unsent
-- in: house text, most int
-- out: letter text, copy int, reference text, iso3 text, contact text, address text
SELECT letter, copy, reference, iso3, contact, address FROM outbox
WHERE house = :house AND state IN ('waiting', 'held', 'printed') AND letter <> ''
ORDER BY letter, copy, turn LIMIT :most;

-- name: outbox_due_count
-- in: house text, now_ms int
-- out: messages int
SELECT count(*) FROM outbox WHERE house = :house AND state = 'waiting' AND next_ms <= :now_ms AND channel = 'email';

-- Two statements ask for no house: they find it.
-- name: outbox_houses
-- out: house text
-- every house: so that one worker can go through them all
SELECT DISTINCT house FROM outbox WHERE state IN ('waiting', 'sending') ORDER BY house LIMIT 1000;

-- name: outbox_house
-- in: id text
-- out: house text
-- every house: whose message the address of a link names, before its MAC is looked at with that house's key
SELECT house FROM outbox WHERE id = :id;

-- What may go now, for one worker. Locked until the end of the transaction.
-- name: outbox_due
-- in: house text, now_ms int, most int
-- out: as outbox_one
-- :sqlite (BEGIN IMMEDIATE has locked the file)
SELECT id, house, letter, copy, turn, reference, contact, iso3, name, lang, channel, address, from_name, from_address,
    reply_to, subject, text_sha256, html_sha256, pdf_sha256, calendar_sha256, enclosures, mass, place,
    message_id, state, tries, next_ms, sent_ms, answered_ms, detail
FROM outbox WHERE house = :house AND state = 'waiting' AND next_ms <= :now_ms AND channel = 'email'
ORDER BY next_ms, id LIMIT :most;
-- :postgres (other workers take what is not locked)
SELECT id, house, letter, copy, turn, reference, contact, iso3, name, lang, channel, address, from_name, from_address,
    reply_to, subject, text_sha256, html_sha256, pdf_sha256, calendar_sha256, enclosures, mass, place,
    message_id, state, tries, next_ms, sent_ms, answered_ms, detail
FROM outbox WHERE house = :house AND state = 'waiting' AND next_ms <= :now_ms AND channel = 'email'
ORDER BY next_ms, id LIMIT :most FOR UPDATE SKIP LOCKED;

-- The first moment at which something is to be done: 0 when nothing waits.
-- name: outbox_next
-- in: house text
-- out: next_ms int
SELECT coalesce(min(at_ms), 0) FROM (
    SELECT next_ms AS at_ms FROM outbox WHERE house = :house AND state = 'waiting' AND channel = 'email'
    UNION ALL SELECT next_ms FROM outbox WHERE house = :house AND state = 'sending') AS t;

-- What a worker began and did not bring to an end, and answers for no longer.
-- name: outbox_left
-- in: house text, now_ms int, most int
-- out: as outbox_one
-- :sqlite (BEGIN IMMEDIATE has locked the file)
SELECT id, house, letter, copy, turn, reference, contact, iso3, name, lang, channel, address, from_name, from_address,
    reply_to, subject, text_sha256, html_sha256, pdf_sha256, calendar_sha256, enclosures, mass, place,
    message_id, state, tries, next_ms, sent_ms, answered_ms, detail
FROM outbox WHERE house = :house AND state = 'sending' AND next_ms <= :now_ms ORDER BY next_ms, id LIMIT :most;
-- :postgres (other workers take what is not locked)
SELECT id, house, letter, copy, turn, reference, contact, iso3, name, lang, channel, address, from_name, from_address,
    reply_to, subject, text_sha256, html_sha256, pdf_sha256, calendar_sha256, enclosures, mass, place,
    message_id, state, tries, next_ms, sent_ms, answered_ms, detail
FROM outbox WHERE house = :house AND state = 'sending' AND next_ms <= :now_ms ORDER BY next_ms, id LIMIT :most
FOR UPDATE SKIP LOCKED;

-- name: outbox_take
-- in: house text, id text, claim text, next_ms int
UPDATE outbox SET state = 'sending', tries = tries + 1, next_ms = :next_ms, claim = :claim
WHERE house = :house AND id = :id;

-- name: outbox_doubt
-- in: house text, id text, next_ms int
UPDATE outbox SET claim = '', next_ms = :next_ms WHERE house = :house AND id = :id AND state = 'sending';

-- name: outbox_keep
-- in: house text, claim text, next_ms int
UPDATE outbox SET next_ms = :next_ms WHERE house = :house AND state = 'sending' AND claim = :claim;

-- Only from the state it was found in: whoever comes second changes nothing.
-- name: outbox_move
-- in: house text, id text, was text, state text, next_ms int, sent_ms int, detail text
UPDATE outbox SET state = :state, next_ms = :next_ms, claim = '',
    detail = CASE WHEN gone_ms > 0 THEN '' ELSE :detail END,
    sent_ms = CASE WHEN :sent_ms > 0 THEN :sent_ms ELSE sent_ms END
WHERE house = :house AND id = :id AND state = :was;

-- name: outbox_pdf
-- in: house text, letter text, copy int, pdf_sha256 text
UPDATE outbox SET pdf_sha256 = :pdf_sha256 WHERE house = :house AND letter = :letter AND copy = :copy;

-- name: outbox_answer
-- in: house text, id text, at_ms int
UPDATE outbox SET answered_ms = :at_ms WHERE house = :house AND id = :id AND answered_ms = 0;

-- What one letter that came in no longer answers; others may still.
-- name: outbox_unanswer
-- in: house text, id text
UPDATE outbox SET answered_ms = coalesce((SELECT min(i.came_ms) FROM incoming AS i
    WHERE i.house = :house AND i.message = :id), 0)
WHERE house = :house AND id = :id;

-- name: outbox_by_message_id
-- in: house text, message_id text
-- out: as outbox_one
SELECT id, house, letter, copy, turn, reference, contact, iso3, name, lang, channel, address, from_name, from_address,
    reply_to, subject, text_sha256, html_sha256, pdf_sha256, calendar_sha256, enclosures, mass, place,
    message_id, state, tries, next_ms, sent_ms, answered_ms, detail
FROM outbox WHERE house = :house AND message_id = :message_id;

-- name: outbox_of_copy
-- in: house text, letter text, copy int
-- out: as outbox_one
SELECT id, house, letter, copy, turn, reference, contact, iso3, name, lang, channel, address, from_name, from_address,
    reply_to, subject, text_sha256, html_sha256, pdf_sha256, calendar_sha256, enclosures, mass, place,
    message_id, state, tries, next_ms, sent_ms, answered_ms, detail
FROM outbox WHERE house = :house AND letter = :letter AND copy = :copy ORDER BY turn, id LIMIT 100;

-- The person is forgotten; that a letter went to the office is not.
-- name: outbox_forget
-- in: house text, contact text, at_ms int
UPDATE outbox SET name = '', address = '', subject = reference, gone_ms = :at_ms,
    detail = CASE WHEN state = 'cancelled' THEN detail ELSE '' END
WHERE house = :house AND contact = :contact AND gone_ms = 0;

-- Answers of servers and reports of returns name addresses; our own reasons for not sending do not.
-- name: outbox_event_forget
-- in: house text, contact text
UPDATE outbox_event SET detail = '' WHERE house = :house AND what <> 'cancelled'
    AND message IN (SELECT id FROM outbox WHERE house = :house AND contact = :contact);

-- name: outbox_of_contact
-- in: house text, contact text
-- out: as outbox_one
SELECT id, house, letter, copy, turn, reference, contact, iso3, name, lang, channel, address, from_name, from_address,
    reply_to, subject, text_sha256, html_sha256, pdf_sha256, calendar_sha256, enclosures, mass, place,
    message_id, state, tries, next_ms, sent_ms, answered_ms, detail
FROM outbox WHERE house = :house AND contact = :contact AND gone_ms = 0 ORDER BY id LIMIT 100000;

-- name: outbox_gone
-- in: house text, id text
-- out: gone_ms int
SELECT gone_ms FROM outbox WHERE house = :house AND id = :id;

-- What is said of a message whose recipient was forgotten is not kept either.
-- name: outbox_event_add
-- in: message text, house text, at_ms int, what text, detail text
INSERT INTO outbox_event (message, n, house, at_ms, what, detail)
VALUES (:message, (SELECT coalesce(max(n), 0) + 1 FROM outbox_event WHERE message = :message), :house, :at_ms, :what,
    CASE WHEN (SELECT gone_ms FROM outbox WHERE house = :house AND id = :message) > 0 THEN '' ELSE :detail END);

-- name: outbox_event_list
-- in: house text, message text
-- out: at_ms int, what text, detail text
SELECT at_ms, what, detail FROM outbox_event WHERE house = :house AND message = :message ORDER BY n LIMIT 1000;

-- name: outbox_pace_get
-- in: house text, domain text
-- out: next_ms int
SELECT next_ms FROM outbox_pace WHERE house = :house AND domain = :domain;

-- name: outbox_pace_put
-- in: house text, domain text, next_ms int
INSERT INTO outbox_pace (house, domain, next_ms) VALUES (:house, :domain, :next_ms)
ON CONFLICT (house, domain) DO UPDATE SET next_ms = excluded.next_ms;

-- Later, without having been begun.
-- name: outbox_delay
-- in: house text, id text, next_ms int, detail text
UPDATE outbox SET next_ms = :next_ms, detail = :detail WHERE house = :house AND id = :id AND state = 'waiting';

-- name: incoming_put
-- in: id text, house text, way text, on_day text, came_ms int, from_name text, from_address text, iso3 text
-- in: subject text, reference text, answers text, message text, file_sha256 text, note text, by_person text
INSERT INTO incoming (id, house, way, on_day, came_ms, from_name, from_address, iso3, subject, reference, answers,
    message, file_sha256, note, by_person)
VALUES (:id, :house, :way, :on_day, :came_ms, :from_name, :from_address, :iso3, :subject, :reference, :answers,
    :message, :file_sha256, :note, :by_person);

-- name: incoming_one
-- in: house text, id text
-- out: id text, way text, on_day text, came_ms int, from_name text, from_address text, iso3 text, subject text
-- out: reference text, answers text, message text, file_sha256 text, note text, by_person text
SELECT id, way, on_day, came_ms, from_name, from_address, iso3, subject, reference, answers, message, file_sha256,
    note, by_person
FROM incoming WHERE house = :house AND id = :id;

-- name: incoming_page
-- in: house text, iso3 text, message text, from_ms int, after text, most int
-- out: as incoming_one
SELECT id, way, on_day, came_ms, from_name, from_address, iso3, subject, reference, answers, message, file_sha256,
    note, by_person
FROM incoming
WHERE house = :house AND (:iso3 = '' OR iso3 = :iso3) AND (:message = '' OR message = :message)
    AND (came_ms > :from_ms OR (came_ms = :from_ms AND id > :after))
ORDER BY came_ms, id LIMIT :most;

-- name: incoming_settle
-- in: house text, id text, answers text, message text, iso3 text
UPDATE incoming SET answers = :answers, message = :message, iso3 = CASE WHEN iso3 = '' THEN :iso3 ELSE iso3 END
WHERE house = :house AND id = :id;

-- name: incoming_state
-- in: house text, id text, iso3 text
UPDATE incoming SET iso3 = :iso3 WHERE house = :house AND id = :id;

-- name: incoming_file
-- in: house text, id text, file_sha256 text
UPDATE incoming SET file_sha256 = :file_sha256 WHERE house = :house AND id = :id AND file_sha256 = '';

-- What came from a contact who is forgotten: as an answer to us, or from an address of the person's own.
-- name: incoming_of_contact
-- in: house text, contact text, address text
-- out: id text, file_sha256 text
SELECT id, file_sha256 FROM incoming
WHERE house = :house AND gone_ms = 0 AND ((from_address <> '' AND lower(from_address) = lower(:address))
    OR message IN (SELECT id FROM outbox WHERE house = :house AND contact = :contact))
ORDER BY id LIMIT 100000;

-- name: incoming_forget
-- in: house text, id text, at_ms int
UPDATE incoming SET from_name = '', from_address = '', subject = '', note = '', gone_ms = :at_ms
WHERE house = :house AND id = :id;

-- name: mail_read_put
-- in: house text, sha256 text, at_ms int, found text, message text
INSERT INTO mail_read (house, sha256, at_ms, found, message) VALUES (:house, :sha256, :at_ms, :found, :message);

-- name: mail_read_get
-- in: house text, sha256 text
-- out: found text
SELECT found FROM mail_read WHERE house = :house AND sha256 = :sha256;
