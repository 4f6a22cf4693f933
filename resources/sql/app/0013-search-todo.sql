-- Rows whose words are not in the search index yet: what a sync brings in bulk is stored first, and
-- becomes searchable in steps of its own (palier-search.c). The index leaves these rows alone,
-- whatever happens to them, until they are put in as they then stand.
CREATE TABLE search_todo (
  first_n INTEGER PRIMARY KEY,
  last_n INTEGER NOT NULL CHECK (last_n >= first_n)
) STRICT;
