-- The standing of every State under the Convention on Cluster Munitions on a day (?1), as `paraph status` gives it: what
-- bench_standing measures the register against. ?2 is 1 for every State with a name on file, 0 for those alone that are
-- States of the world on that day. First the indexes, all covering, then the one query.
--
-- Written for speed, and to the query's advantage: it reads what the record of this treaty holds and no more (exact days,
-- one membership a State, corrections that void), the treaty's numbers stand in it, and days beyond the month's end are not
-- minded. bench_standing fails when it answers anything but what the register answers.
CREATE INDEX bench_named ON act (treaty, kind, subject, id)
WHERE treaty = 'world' AND kind = 'state-named';
CREATE INDEX bench_joined ON act (treaty, kind, subject, on_day, id, payload)
WHERE treaty = 'world' AND kind = 'state-joined' AND payload ->> 'body' = 'UN'
    AND payload ->> 'status' IN ('member', 'observer', 'treaty-eligible');
CREATE INDEX bench_threshold ON act (treaty, on_day, kind, id)
WHERE kind IN ('ratification', 'acceptance', 'approval', 'accession');
CREATE INDEX bench_signature ON act (treaty, subject, on_day, kind, id)
WHERE kind = 'signature';
CREATE INDEX bench_instrument ON act (treaty, subject, on_day, kind, id)
WHERE kind IN ('ratification', 'acceptance', 'approval', 'accession', 'succession', 'consent-to-be-bound');
CREATE INDEX bench_withdrawal ON act (treaty, subject, on_day, kind, id, effective)
WHERE kind = 'withdrawal';
ANALYZE;

WITH treaty AS MATERIALIZED ( -- Article 17 (1): the thirtieth deposit
    SELECT on_day AS nth, date(on_day, 'start of month', '+6 months') AS in_force
    FROM act AS d INDEXED BY bench_threshold
    WHERE treaty = 'ccm' AND kind IN ('ratification', 'acceptance', 'approval', 'accession')
        AND NOT EXISTS (SELECT 1 FROM act AS c WHERE c.corrects = d.id AND c.corrects <> '')
    ORDER BY on_day LIMIT 1 OFFSET 29
), state AS (
    SELECT DISTINCT subject AS iso3
    FROM act AS n INDEXED BY bench_named
    WHERE treaty = 'world' AND kind = 'state-named'
        AND NOT EXISTS (SELECT 1 FROM act AS c WHERE c.corrects = n.id AND c.corrects <> '')
)
SELECT iso3,
    CASE
    WHEN w.on_day IS NOT NULL THEN
        CASE WHEN CASE WHEN w.effective <> '' THEN w.effective ELSE date(w.on_day, '+6 months') END > ?1
        THEN 'withdrawing' ELSE 'withdrawn' END
    WHEN b.on_day IS NOT NULL THEN -- the day of entry into force is not reckoned here: the day asked is, backwards, once
        CASE WHEN t.in_force <= ?1 AND (b.on_day <= t.nth OR b.on_day < date(?1, 'start of month', '-5 months'))
        THEN 'party' ELSE 'deposited' END
    WHEN s.on_day IS NOT NULL THEN 'signatory'
    ELSE 'not-party' END AS standing,
    s.on_day AS signed,
    b.kind AS instrument,
    b.on_day AS deposited,
    CASE
    WHEN t.nth > ?1 THEN NULL
    WHEN b.on_day <= t.nth THEN t.in_force
    ELSE date(b.on_day, 'start of month', '+6 months') END AS in_force,
    CASE WHEN w.effective <> '' THEN w.effective ELSE date(w.on_day, '+6 months') END AS withdrawn
FROM state
LEFT JOIN act AS s INDEXED BY bench_signature
    ON s.treaty = 'ccm' AND s.subject = iso3 AND s.on_day <= ?1 AND s.kind = 'signature'
    AND NOT EXISTS (SELECT 1 FROM act AS c WHERE c.corrects = s.id AND c.corrects <> '')
LEFT JOIN act AS b INDEXED BY bench_instrument
    ON b.treaty = 'ccm' AND b.subject = iso3 AND b.on_day <= ?1
    AND b.kind IN ('ratification', 'acceptance', 'approval', 'accession', 'succession', 'consent-to-be-bound')
    AND NOT EXISTS (SELECT 1 FROM act AS c WHERE c.corrects = b.id AND c.corrects <> '')
LEFT JOIN act AS w INDEXED BY bench_withdrawal
    ON w.treaty = 'ccm' AND w.subject = iso3 AND w.on_day <= ?1 AND w.kind = 'withdrawal'
    AND NOT EXISTS (SELECT 1 FROM act AS c WHERE c.corrects = w.id AND c.corrects <> '')
CROSS JOIN treaty AS t
WHERE ?2 OR b.on_day IS NOT NULL OR s.on_day IS NOT NULL OR EXISTS ( -- a State of the world by the day asked
    SELECT 1 FROM act AS j INDEXED BY bench_joined
    WHERE j.treaty = 'world' AND j.kind = 'state-joined' AND j.subject = iso3
        AND payload ->> 'body' = 'UN' AND payload ->> 'status' IN ('member', 'observer', 'treaty-eligible')
        AND j.on_day <= ?1
        AND NOT EXISTS (SELECT 1 FROM act AS c WHERE c.corrects = j.id AND c.corrects <> ''));
