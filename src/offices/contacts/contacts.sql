-- Statements of the office; tools/sqlgen.py says how they are written. Each binds its house.

-- name: written_add
-- in: house text, reference text, coalition text, kind text, treaty text, state text, contact text, on_day text
INSERT INTO written (house, reference, coalition, kind, treaty, state, contact, on_day, answered_day)
VALUES (:house, :reference, :coalition, :kind, :treaty, :state, :contact, :on_day, '');

-- name: written_answer
-- in: house text, reference text, day text
UPDATE written SET answered_day = :day
WHERE house = :house AND reference = :reference AND (answered_day = '' OR answered_day > :day);

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

-- name: channel_mark
-- in: house text, channel text, address text, state text, reason text, now_ms int
UPDATE contact_channel SET state = :state, reason = :reason, since_ms = :now_ms
WHERE house = :house AND channel = :channel AND lower(address) = lower(:address) AND address <> '';

-- name: stop_add
-- in: house text, sha256 text, shown text, reason text, by_whom text, now_ms int
INSERT INTO stop (house, sha256, shown, reason, by_whom, at_ms)
VALUES (:house, :sha256, :shown, :reason, :by_whom, :now_ms)
ON CONFLICT (house, sha256) DO NOTHING;
