-- 0006: what became of the words of letters in each language, and the memory. Every row belongs to one house.

-- Words by their content: paragraphs of a source and of its translations.
CREATE TABLE translation_text (
    house  text NOT NULL, -- code
    sha256 text NOT NULL, -- of words, hex
    words  text NOT NULL, -- canonical Markdown of one paragraph
    PRIMARY KEY (house, sha256)
);

-- What was done about a translation of a paragraph, and by whom. Rows are added, never changed; the last one counts.
CREATE TABLE translation_step (
    house         text NOT NULL,    -- code
    treaty        text NOT NULL,    -- a pack's code
    kind          text NOT NULL,    -- of letter
    lang          text NOT NULL,    -- BCP 47, of the translation
    source_sha256 text NOT NULL,    -- translation_text: what it translates
    target_sha256 text NOT NULL,    -- translation_text: the translation
    at_ms         int NOT NULL, -- when, ms since 1970 UTC
    step          text NOT NULL CHECK (step IN ('draft', 'translated', 'reviewed', 'approved')), -- what it became
    origin        text NOT NULL CHECK (origin IN ('pack', 'person', 'file', 'memory', 'machine')), -- of the words
    paragraph     text NOT NULL,    -- key of the paragraph in its template then
    person        text NOT NULL,    -- id of who did it; empty: nobody, a machine or the pack
    behalf        text NOT NULL,    -- id of the person on whose behalf, else empty
    note          text NOT NULL,    -- in words, may be empty
    PRIMARY KEY (house, treaty, kind, lang, source_sha256, target_sha256, at_ms, step, person)
);

-- The memory: sentences and paragraphs with their translations, fed by every approval and by files.
CREATE TABLE memory_segment (
    house       text NOT NULL,    -- code
    source_lang text NOT NULL,    -- BCP 47
    target_lang text NOT NULL,    -- BCP 47
    sha256      text NOT NULL,    -- of source, a NUL's place taken by a line end, and target; hex
    source      text NOT NULL,    -- words, canonical Markdown
    target      text NOT NULL,    -- words, canonical Markdown
    origin      text NOT NULL,    -- approved, or the name of the file that it came with
    note        text NOT NULL,    -- where it stood: CODE/KIND KEY; may be empty
    at_ms       int NOT NULL, -- when it came, ms since 1970 UTC
    PRIMARY KEY (house, source_lang, target_lang, sha256)
);

-- The glossary: a term that must be translated in one way.
CREATE TABLE memory_term (
    house       text NOT NULL,    -- code
    source_lang text NOT NULL,    -- BCP 47
    target_lang text NOT NULL,    -- BCP 47
    source      text NOT NULL,    -- the term
    target      text NOT NULL,    -- its translation
    note        text NOT NULL,    -- in words, may be empty
    at_ms       int NOT NULL, -- when it came, ms since 1970 UTC
    PRIMARY KEY (house, source_lang, target_lang, source)
);
