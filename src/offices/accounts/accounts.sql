-- Statements of the office; tools/sqlgen.py says how they are written.

-- name: account_add
-- in: id text, mail text, name text, lang text, now_ms int, by_whom text
INSERT INTO account (id, mail, name, lang, made_ms, by_whom, closed_ms)
VALUES (:id, :mail, :name, :lang, :now_ms, :by_whom, 0);

-- name: account_by_mail
-- in: mail text
-- out: id text, mail text, name text, lang text, made_ms int, closed_ms int
SELECT id, mail, name, lang, made_ms, closed_ms FROM account WHERE mail = :mail AND closed_ms = 0;

-- name: account_by_id
-- in: id text
-- out: as account_by_mail
SELECT id, mail, name, lang, made_ms, closed_ms FROM account WHERE id = :id;

-- name: account_all
-- out: as account_by_mail
SELECT id, mail, name, lang, made_ms, closed_ms FROM account ORDER BY closed_ms, mail, id LIMIT 10000;

-- name: account_close
-- in: id text, now_ms int
UPDATE account SET closed_ms = :now_ms, mail = '', name = '' WHERE id = :id;

-- name: grant_add
-- in: id text, account text, role text, house text, person text, treaty text, iso3 text, organisation text
-- in: from_day text, to_day text, by_whom text, now_ms int
INSERT INTO account_grant (id, account, role, house, person, treaty, iso3, organisation, from_day, to_day, by_whom,
    made_ms)
VALUES (:id, :account, :role, :house, :person, :treaty, :iso3, :organisation, :from_day, :to_day, :by_whom, :now_ms);

-- name: grant_end
-- in: account text, day text
-- every house: an account is closed as a whole
UPDATE account_grant SET to_day = :day WHERE account = :account AND (to_day = '' OR to_day > :day);

-- What an account may do on a day: its own roles, and those of the persons as whom it acts.
-- name: grant_held
-- in: account text, day text
-- out: role text, house text, person text, treaty text, iso3 text
-- every house: somebody may act for several
SELECT g.role, g.house, g.person, g.treaty, g.iso3 FROM account_grant AS g
WHERE g.account = :account AND g.role <> '' AND g.from_day <= :day AND (g.to_day = '' OR g.to_day >= :day)
UNION ALL
SELECT r.role, g.house, g.person, g.treaty, g.iso3
FROM account_grant AS g JOIN person_role AS r ON r.house = g.house AND r.person = g.person
    JOIN person AS p ON p.house = g.house AND p.id = g.person
WHERE g.account = :account AND g.role = '' AND g.from_day <= :day AND (g.to_day = '' OR g.to_day >= :day)
    AND r.from_day <= :day AND (r.to_day = '' OR r.to_day >= :day) AND (p.end_day = '' OR p.end_day >= :day)
ORDER BY 2, 3, 1, 5 LIMIT 200;

-- The focal points of a State that a house keeps.
-- name: grant_colleagues
-- in: house text, role text, iso3 text, day text
-- out: account text, name text, mail text, made_ms int
SELECT a.id, a.name, a.mail, min(g.made_ms) FROM account_grant AS g JOIN account AS a ON a.id = g.account
WHERE g.house = :house AND g.role = :role AND g.iso3 = :iso3 AND g.from_day <= :day
    AND (g.to_day = '' OR g.to_day >= :day) AND a.closed_ms = 0
GROUP BY a.id, a.name, a.mail ORDER BY a.mail, a.id LIMIT 1000;

-- Whoever counts them next waits until this transaction ends.
-- name: grant_colleagues_hold
-- in: house text, role text, iso3 text
UPDATE account_grant SET role = role WHERE house = :house AND role = :role AND iso3 = :iso3;

-- name: grant_end_state
-- in: house text, account text, role text, iso3 text, day text
UPDATE account_grant SET to_day = :day
WHERE house = :house AND account = :account AND role = :role AND iso3 = :iso3 AND (to_day = '' OR to_day > :day);

-- name: grant_person
-- in: account text, house text
-- out: person text
SELECT person FROM account_grant WHERE account = :account AND house = :house AND person <> '' ORDER BY made_ms LIMIT 1;

-- name: credential_get
-- in: account text, kind text, n int
-- out: secret text, made_ms int, used int
SELECT secret, made_ms, used FROM account_credential WHERE account = :account AND kind = :kind AND n = :n;

-- name: credential_set
-- in: account text, kind text, n int, secret text, now_ms int
INSERT INTO account_credential (account, kind, n, secret, made_ms, used)
VALUES (:account, :kind, :n, :secret, :now_ms, 0)
ON CONFLICT (account, kind, n) DO UPDATE SET secret = excluded.secret, made_ms = excluded.made_ms, used = 0;

-- The generator's secret under another password: the steps taken stay taken.
-- name: credential_reseal
-- in: account text, secret text
UPDATE account_credential SET secret = :secret WHERE account = :account AND kind = 'totp';

-- name: credential_clear
-- in: account text
DELETE FROM account_credential WHERE account = :account;

-- A step or a code is taken once: whoever comes second finds nothing.
-- name: credential_step
-- in: account text, step int
-- out: step int
UPDATE account_credential SET used = :step WHERE account = :account AND kind = 'totp' AND used < :step
RETURNING used;

-- name: credential_recover
-- in: account text, secret text, now_ms int
-- out: n int
UPDATE account_credential SET used = :now_ms
WHERE account = :account AND kind = 'recovery' AND secret = :secret AND used = 0 RETURNING n;

-- name: credential_left
-- in: account text
-- out: passwords int, codes int
SELECT coalesce(sum(CASE WHEN kind = 'password' THEN 1 ELSE 0 END), 0),
    coalesce(sum(CASE WHEN kind = 'recovery' AND used = 0 THEN 1 ELSE 0 END), 0)
FROM account_credential WHERE account = :account;

-- name: session_add
-- in: token text, id text, account text, way text, now_ms int, end_ms int, agent text, address text
INSERT INTO account_session (token, id, account, way, house_used, made_ms, seen_ms, end_ms, agent, address)
VALUES (:token, :id, :account, :way, '', :now_ms, :now_ms, :end_ms, :agent, :address);

-- name: session_get
-- in: token text, now_ms int, idle_ms int
-- out: id text, account text, way text, house text, seen_ms int, mail text, name text, lang text
SELECT s.id, s.account, s.way, s.house_used, s.seen_ms, a.mail, a.name, a.lang
FROM account_session AS s JOIN account AS a ON a.id = s.account
WHERE s.token = :token AND s.end_ms > :now_ms AND s.seen_ms > :idle_ms AND a.closed_ms = 0;

-- name: session_seen
-- in: id text, now_ms int
UPDATE account_session SET seen_ms = :now_ms WHERE id = :id AND seen_ms < :now_ms;

-- name: session_house
-- in: id text, code text
UPDATE account_session SET house_used = :code WHERE id = :id;

-- name: session_list
-- in: account text, now_ms int, idle_ms int
-- out: id text, way text, made_ms int, seen_ms int, end_ms int, agent text, address text
SELECT id, way, made_ms, seen_ms, end_ms, agent, address FROM account_session
WHERE account = :account AND end_ms > :now_ms AND seen_ms > :idle_ms ORDER BY seen_ms DESC, id LIMIT 200;

-- name: session_end
-- in: account text, id text
-- out: id text
DELETE FROM account_session WHERE account = :account AND id = :id RETURNING id;

-- name: session_end_all
-- in: account text
DELETE FROM account_session WHERE account = :account;

-- name: session_end_old
-- in: now_ms int, idle_ms int
DELETE FROM account_session WHERE end_ms <= :now_ms OR seen_ms <= :idle_ms;

-- name: link_add
-- in: token text, account text, purpose text, now_ms int, end_ms int
INSERT INTO account_link (token, account, purpose, pending, made_ms, end_ms, used_ms)
VALUES (:token, :account, :purpose, '', :now_ms, :end_ms, 0);

-- name: link_get
-- in: token text, now_ms int
-- out: account text, purpose text, pending text, end_ms int
SELECT account, purpose, pending, end_ms FROM account_link
WHERE token = :token AND used_ms = 0 AND end_ms > :now_ms;

-- name: link_pending
-- in: token text, pending text
UPDATE account_link SET pending = :pending WHERE token = :token AND used_ms = 0 AND pending = '';

-- name: link_use
-- in: token text, now_ms int
-- out: account text
UPDATE account_link SET used_ms = :now_ms, pending = ''
WHERE token = :token AND used_ms = 0 AND end_ms > :now_ms RETURNING account;

-- name: link_withdraw
-- in: account text, now_ms int
UPDATE account_link SET used_ms = :now_ms, pending = '' WHERE account = :account AND used_ms = 0;

-- name: attempt_add
-- in: subject text, now_ms int, n int
INSERT INTO account_attempt (subject, at_ms, n) VALUES (:subject, :now_ms, :n);

-- name: attempt_count
-- in: subject text, from_ms int
-- out: attempts int
SELECT count(*) FROM account_attempt WHERE subject = :subject AND at_ms > :from_ms;

-- name: attempt_clear
-- in: subject text
DELETE FROM account_attempt WHERE subject = :subject;

-- name: attempt_forget
-- in: before_ms int
DELETE FROM account_attempt WHERE at_ms < :before_ms;

-- name: event_add
-- in: id text, account text, now_ms int, what text, detail text, by_whom text
INSERT INTO account_event (id, account, at_ms, what, detail, by_whom)
VALUES (:id, :account, :now_ms, :what, :detail, :by_whom);

-- name: event_list
-- in: account text, most int
-- out: at_ms int, what text, detail text, by_whom text
SELECT at_ms, what, detail, by_whom FROM account_event WHERE account = :account
ORDER BY at_ms DESC, id LIMIT :most;

-- name: session_end_token
-- in: token text
DELETE FROM account_session WHERE token = :token;

-- name: challenge_add
-- in: token text, purpose text, account text, browser text, end_ms int
INSERT INTO account_challenge (token, purpose, account, browser, end_ms)
VALUES (:token, :purpose, :account, :browser, :end_ms);

-- Whoever comes second finds nothing.
-- name: challenge_take
-- in: token text
-- out: purpose text, account text, browser text, end_ms int
DELETE FROM account_challenge WHERE token = :token RETURNING purpose, account, browser, end_ms;

-- name: challenge_forget
-- in: now_ms int
DELETE FROM account_challenge WHERE end_ms <= :now_ms;

-- name: passkey_add
-- in: id text, account text, name text, alg int, pubkey text, counted int, now_ms int
-- out: id text
INSERT INTO account_passkey (id, account, name, alg, pubkey, counted, made_ms, used_ms)
VALUES (:id, :account, :name, :alg, :pubkey, :counted, :now_ms, 0) ON CONFLICT (id) DO NOTHING RETURNING id;

-- name: passkey_get
-- in: id text
-- out: account text, alg int, pubkey text, counted int
SELECT account, alg, pubkey, counted FROM account_passkey WHERE id = :id;

-- name: passkey_list
-- in: account text
-- out: id text, name text, made_ms int, used_ms int
SELECT id, name, made_ms, used_ms FROM account_passkey WHERE account = :account ORDER BY made_ms, id LIMIT 100;

-- A counter that does not grow tells of a copy; one that is always 0 tells nothing (7.2, step 21).
-- name: passkey_used
-- in: id text, counted int, now_ms int
-- out: id text
UPDATE account_passkey SET counted = :counted, used_ms = :now_ms
WHERE id = :id AND (counted < :counted OR (counted = 0 AND :counted = 0)) RETURNING id;

-- name: passkey_remove
-- in: account text, id text
-- out: name text
DELETE FROM account_passkey WHERE account = :account AND id = :id RETURNING name;

-- name: passkey_clear
-- in: account text
DELETE FROM account_passkey WHERE account = :account;

-- name: identity_clear
-- in: account text
DELETE FROM account_identity WHERE account = :account;

-- name: identity_get
-- in: issuer text, subject text
-- out: account text
SELECT account FROM account_identity WHERE issuer = :issuer AND subject = :subject;

-- name: identity_add
-- in: issuer text, subject text, account text, now_ms int
-- out: account text
INSERT INTO account_identity (issuer, subject, account, made_ms) VALUES (:issuer, :subject, :account, :now_ms)
ON CONFLICT DO NOTHING RETURNING account;
