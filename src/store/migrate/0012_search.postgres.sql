-- 0012 for PostgreSQL: what is searched. Made from what stands elsewhere and never the truth: it is in no backup, and
-- paraph search --rebuild makes it anew. Columns as in 0012_search.sqlite.sql.

-- What can be found: one row a thing. What it says of it is written by who shows it.
CREATE TABLE search_entry (
    id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, -- also in search_text
    house  text COLLATE "C" NOT NULL, -- code of the house whose it is, empty: public
    treaty text COLLATE "C" NOT NULL, -- a pack's code
    kind   text COLLATE "C" NOT NULL, -- state, meeting, figure, rule, document, act, letter
    rank   bigint NOT NULL,           -- of the kind: what comes first
    key    text COLLATE "C" NOT NULL, -- ISO code, code of the meeting, key of the figure, id of the act or letter …
    day    text COLLATE "C" NOT NULL, -- YYYY-MM-DD: the last on which it may have been done, empty: none
    seq    bigint NOT NULL,           -- of the act, 0: of none
    gone   bigint NOT NULL,           -- seq of the act that corrects it, else the largest number there is
    stamp  text COLLATE "C" NOT NULL  -- of what it was made from, so that a change is seen; empty: acts never change
);
CREATE UNIQUE INDEX search_entry_key ON search_entry (house, treaty, kind, key);

-- The words of it, folded, in every language (src/text/search.h): letters and digits with a space between. They are
-- words as they stand: a text search configuration would take them apart by rules of its own.
CREATE TABLE search_text (
    id    bigint PRIMARY KEY,
    words text COLLATE "C" NOT NULL,
    found tsvector NOT NULL GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED
);
CREATE INDEX search_text_found ON search_text USING gin (found);

-- How far it goes. Without a row nothing is there yet.
CREATE TABLE search_mark (
    house   text COLLATE "C" NOT NULL, -- code, empty: what is public
    treaty  text COLLATE "C" NOT NULL, -- a pack's code
    count   bigint NOT NULL,           -- acts that were read
    version bigint NOT NULL,           -- of how words are folded: another one makes it anew
    PRIMARY KEY (house, treaty)
);
