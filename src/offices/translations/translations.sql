-- The statements of translations and of their memory; tools/sqlgen.py says how they are written.

-- name: translation_text_add
-- in: house text, sha256 text, words text
INSERT INTO translation_text (house, sha256, words) VALUES (:house, :sha256, :words)
ON CONFLICT (house, sha256) DO NOTHING;

-- name: translation_step_add
-- in: house text, treaty text, kind text, lang text, source_sha256 text, target_sha256 text, at_ms int, step text
-- in: origin text, paragraph text, person text, behalf text, note text
INSERT INTO translation_step (house, treaty, kind, lang, source_sha256, target_sha256, at_ms, step, origin,
    paragraph, person, behalf, note)
VALUES (:house, :treaty, :kind, :lang, :source_sha256, :target_sha256, :at_ms, :step, :origin, :paragraph,
    :person, :behalf, :note)
ON CONFLICT (house, treaty, kind, lang, source_sha256, target_sha256, at_ms, step, person) DO NOTHING;

-- All that was done about one letter in one language, with its words; steps of one moment in their order.
-- name: translation_steps
-- in: house text, treaty text, kind text, lang text, most int
-- out: source_sha256 text, target_sha256 text, at_ms int, step text, origin text, paragraph text
-- out: person text, behalf text, note text, source text, target text
SELECT s.source_sha256, s.target_sha256, s.at_ms, s.step, s.origin, s.paragraph, s.person, s.behalf, s.note,
    a.words, b.words
FROM translation_step AS s
JOIN translation_text AS a ON a.house = s.house AND a.sha256 = s.source_sha256
JOIN translation_text AS b ON b.house = s.house AND b.sha256 = s.target_sha256
WHERE s.house = :house AND s.treaty = :treaty AND s.kind = :kind AND s.lang = :lang
ORDER BY s.at_ms,
    CASE s.step WHEN 'draft' THEN 0 WHEN 'translated' THEN 1 WHEN 'reviewed' THEN 2 ELSE 3 END,
    s.source_sha256, s.target_sha256, s.person
LIMIT :most;

-- The languages in which something was done about a letter.
-- name: translation_languages
-- in: house text, treaty text, kind text, most int
-- out: lang text
SELECT DISTINCT lang FROM translation_step WHERE house = :house AND treaty = :treaty AND kind = :kind
ORDER BY lang LIMIT :most;

-- name: memory_segment_add
-- in: house text, source_lang text, target_lang text, sha256 text, source text, target text, origin text
-- in: note text, at_ms int
INSERT INTO memory_segment (house, source_lang, target_lang, sha256, source, target, origin, note, at_ms)
VALUES (:house, :source_lang, :target_lang, :sha256, :source, :target, :origin, :note, :at_ms)
ON CONFLICT (house, source_lang, target_lang, sha256) DO NOTHING;

-- One pair of languages, the newest first.
-- name: memory_segments
-- in: house text, source_lang text, target_lang text, most int
-- out: source text, target text, origin text, note text, at_ms int
SELECT source, target, origin, note, at_ms FROM memory_segment
WHERE house = :house AND source_lang = :source_lang AND target_lang = :target_lang
ORDER BY at_ms DESC, sha256 LIMIT :most;

-- name: memory_pairs
-- in: house text, most int
-- out: source_lang text, target_lang text, segments int
SELECT source_lang, target_lang, count(*) FROM memory_segment WHERE house = :house
GROUP BY source_lang, target_lang ORDER BY source_lang, target_lang LIMIT :most;

-- name: memory_term_put
-- in: house text, source_lang text, target_lang text, source text, target text, note text, at_ms int
INSERT INTO memory_term (house, source_lang, target_lang, source, target, note, at_ms)
VALUES (:house, :source_lang, :target_lang, :source, :target, :note, :at_ms)
ON CONFLICT (house, source_lang, target_lang, source)
DO UPDATE SET target = :target, note = :note, at_ms = :at_ms;

-- name: memory_terms
-- in: house text, source_lang text, target_lang text, most int
-- out: source text, target text, note text
SELECT source, target, note FROM memory_term
WHERE house = :house AND source_lang = :source_lang AND target_lang = :target_lang ORDER BY source LIMIT :most;
