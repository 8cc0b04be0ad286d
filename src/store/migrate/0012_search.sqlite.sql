-- 0012 for SQLite: what is searched. Made from what stands elsewhere and never the truth: it is in no backup, and
-- paraph search --rebuild makes it anew. Columns as in 0012_search.postgres.sql.

-- What can be found: one row a thing. What it says of it is written by who shows it.
CREATE TABLE search_entry (
    id     INTEGER PRIMARY KEY, -- also in search_text
    house  TEXT NOT NULL,    -- code of the house whose it is, empty: public
    treaty TEXT NOT NULL,    -- a pack's code
    kind   TEXT NOT NULL,    -- state, meeting, figure, rule, document, act, letter
    rank   INTEGER NOT NULL, -- of the kind: what comes first
    key    TEXT NOT NULL,    -- ISO code, code of the meeting, key of the figure, id of the act or letter …
    day    TEXT NOT NULL,    -- YYYY-MM-DD: the last on which it may have been done, empty: none
    seq    INTEGER NOT NULL, -- of the act, 0: of none
    gone   INTEGER NOT NULL, -- seq of the act that corrects it, else the largest number there is
    stamp  TEXT NOT NULL     -- of what it was made from, so that a change is seen; empty: acts never change
) STRICT;
CREATE UNIQUE INDEX search_entry_key ON search_entry (house, treaty, kind, key);

-- The words of it, folded, in every language (src/text/search.h): letters and digits with a space between, which is
-- all that the tokenizer has to see.
CREATE VIRTUAL TABLE search_text USING fts5(words, tokenize = 'ascii', detail = none, columnsize = 0);

-- How far it goes. Without a row nothing is there yet.
CREATE TABLE search_mark (
    house   TEXT NOT NULL,    -- code, empty: what is public
    treaty  TEXT NOT NULL,    -- a pack's code
    count   INTEGER NOT NULL, -- acts that were read
    version INTEGER NOT NULL, -- of how words are folded: another one makes it anew
    PRIMARY KEY (house, treaty)
) STRICT;
