-- Installations that exchange public acts. Instants are ms since 1970 UTC.

-- name: peer_get
-- in: url text
-- out: keyring text, acts int, hash text, asked_ms int
SELECT keyring, acts, hash, asked_ms FROM act_peer WHERE url = :url;

-- name: peer_set
-- in: url text, keyring text, acts int, hash text, now_ms int
INSERT INTO act_peer (url, keyring, acts, hash, asked_ms) VALUES (:url, :keyring, :acts, :hash, :now_ms)
ON CONFLICT (url) DO UPDATE SET keyring = excluded.keyring, acts = excluded.acts, hash = excluded.hash,
    asked_ms = excluded.asked_ms;

-- name: peer_list
-- in: most int
-- out: url text, acts int, hash text, asked_ms int, pulled int
SELECT p.url, p.acts, p.hash, p.asked_ms, (SELECT count(*) FROM act_origin AS o WHERE o.url = p.url)
FROM act_peer AS p ORDER BY p.url LIMIT :most;

-- name: origin_add
-- in: id text, url text, seq int, hash text, there_ms int, now_ms int
INSERT INTO act_origin (id, url, seq, hash, there_ms, pulled_ms) VALUES (:id, :url, :seq, :hash, :there_ms, :now_ms)
ON CONFLICT (id) DO NOTHING;

-- name: origin_list
-- in: url text, most int
-- out: id text, seq int, hash text, there_ms int, pulled_ms int
SELECT id, seq, hash, there_ms, pulled_ms FROM act_origin WHERE url = :url ORDER BY seq DESC, id LIMIT :most;
