-- What a look at everything asks of the outbox.

-- name: doctor_outbox
-- in: late_ms int
-- out: late int, held int, failed int
-- every house: it is about the worker of them all, and names no message
SELECT count(CASE WHEN state = 'waiting' AND channel = 'email' AND next_ms < :late_ms THEN 1 END),
    count(CASE WHEN state = 'held' THEN 1 END), count(CASE WHEN state = 'failed' THEN 1 END)
FROM outbox;
