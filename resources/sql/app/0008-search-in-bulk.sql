-- The search index is never asked how many words a row has; what it writes at once fits a page, of
-- which the cipher keeps some bytes; and it merges what it wrote less often, which is a third of what
-- it costs to fill it.
DROP TABLE prospect_fts;
CREATE VIRTUAL TABLE prospect_fts USING fts5 (
  company, first_name, last_name, job, email, phone, mobile, other_emails, other_phones, website,
  siret, postal_code, city, tags, notes,
  content = 'prospect_search', content_rowid = 'n', detail = none, columnsize = 0, prefix = '2 3',
  tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO prospect_fts (prospect_fts, rank) VALUES ('pgsz', 3900);
INSERT INTO prospect_fts (prospect_fts, rank) VALUES ('automerge', 16);
INSERT INTO prospect_fts (prospect_fts, rank) VALUES ('crisismerge', 64);
INSERT INTO prospect_fts (prospect_fts) VALUES ('rebuild');
