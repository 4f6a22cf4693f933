-- The words that the search index knows, for those that were typed with a slip: a view into it, which
-- stores nothing.
CREATE VIRTUAL TABLE prospect_term USING fts5vocab ('prospect_fts', 'row');
