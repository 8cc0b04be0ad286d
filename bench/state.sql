-- One State's standing under a treaty of the made world: what bench_journal measures reg_standing() against. First the
-- index, covering, then the query. ?1 treaty, ?2 State, ?3 the day asked, ?4 the day of the last needed deposit, ?5 the
-- treaty's entry into force: the two that take longest to find are given. A correction stands for what it corrects.
CREATE INDEX bench_state ON act (treaty, subject, on_day, kind, payload, id)
WHERE CASE kind WHEN 'correction' THEN payload ->> 'as' ELSE kind END
    IN ('signature', 'ratification', 'acceptance', 'approval', 'accession', 'withdrawal');

WITH action AS (
    SELECT on_day, CASE kind WHEN 'correction' THEN payload ->> 'as' ELSE kind END AS kind
    FROM act AS a INDEXED BY bench_state
    WHERE treaty = ?1 AND subject = ?2 AND on_day <= ?3
        AND CASE kind WHEN 'correction' THEN payload ->> 'as' ELSE kind END
            IN ('signature', 'ratification', 'acceptance', 'approval', 'accession', 'withdrawal')
        AND NOT EXISTS (SELECT 1 FROM act AS c WHERE c.corrects = a.id AND c.corrects <> '')
), taken AS (
    SELECT
        min(CASE WHEN kind = 'signature' THEN on_day END) AS signed,
        min(CASE WHEN kind NOT IN ('signature', 'withdrawal') THEN on_day || kind END) AS bound,
        min(CASE WHEN kind = 'withdrawal' THEN on_day END) AS notice
    FROM action
)
SELECT
    CASE
    WHEN notice IS NOT NULL THEN CASE WHEN date(notice, '+6 months') > ?3 THEN 'withdrawing' ELSE 'withdrawn' END
    WHEN bound IS NOT NULL THEN -- a day that is followed by a kind is later than the same day alone
        CASE WHEN ?5 <= ?3 AND (bound < ?4 || 'z' OR bound < date(?3, 'start of month', '-5 months'))
        THEN 'party' ELSE 'deposited' END
    WHEN signed IS NOT NULL THEN 'signatory'
    ELSE 'not-party' END AS standing,
    signed,
    substr(bound, 11) AS instrument,
    substr(bound, 1, 10) AS deposited,
    CASE
    WHEN ?4 > ?3 THEN NULL
    WHEN bound < ?4 || 'z' THEN ?5
    ELSE date(substr(bound, 1, 10), 'start of month', '+6 months') END AS in_force,
    date(notice, '+6 months') AS withdrawn
FROM taken;
