-- Keys of programs, and what they were answered. Instants are ms since 1970 UTC.

-- name: api_key_add
-- in: id text, secret text, name text, house text, scopes text, to_day text, now_ms int
INSERT INTO api_key (id, secret, name, house, scopes, to_day, made_ms, used_ms, ended_ms)
VALUES (:id, :secret, :name, :house, :scopes, :to_day, :now_ms, 0, 0);

-- name: api_key_get
-- in: secret text, today text
-- out: id text, name text, house text, scopes text, used_ms int
-- every house: a key says itself whose it is
SELECT id, name, house, scopes, used_ms FROM api_key
WHERE secret = :secret AND ended_ms = 0 AND (to_day = '' OR to_day >= :today);

-- name: api_key_list
-- in: most int
-- out: id text, name text, house text, scopes text, to_day text, made_ms int, used_ms int, ended_ms int
-- every house: for who owns the database
SELECT id, name, house, scopes, to_day, made_ms, used_ms, ended_ms FROM api_key ORDER BY made_ms, id LIMIT :most;

-- name: api_key_seen
-- in: id text, now_ms int
-- every house: a key says itself whose it is
UPDATE api_key SET used_ms = :now_ms WHERE id = :id AND used_ms < :now_ms;

-- name: api_key_end
-- in: id text, now_ms int
-- out: id text
-- every house: for who owns the database
UPDATE api_key SET ended_ms = :now_ms WHERE id = :id AND ended_ms = 0 RETURNING id;

-- name: api_answer_get
-- in: api_key text, name text, since_ms int
-- out: sha256 text, status int, answer text
SELECT sha256, status, answer FROM api_answer
WHERE api_key = :api_key AND name = :name AND made_ms > :since_ms;

-- name: api_answer_add
-- in: api_key text, name text, sha256 text, status int, answer text, now_ms int
INSERT INTO api_answer (api_key, name, sha256, status, answer, made_ms)
VALUES (:api_key, :name, :sha256, :status, :answer, :now_ms)
ON CONFLICT (api_key, name) DO NOTHING;

-- name: api_answer_forget
-- in: before_ms int
DELETE FROM api_answer WHERE made_ms <= :before_ms;

-- name: outbox_states
-- out: state text, n int
-- every house: numbers alone, for who looks after the server
SELECT state, count(*) FROM outbox GROUP BY state ORDER BY state LIMIT 100;
