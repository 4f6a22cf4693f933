-- A second e-mail, a third number and what we have no field for. Whom a base has is asked by any of
-- the addresses and numbers, so those in the two sets stand in a table of their own. Triggers keep
-- it, so that no way of writing a row can forget it; rows without such sets cost nothing.
-- The lines of a set are parted by turning it into a JSON array; what no address and no number
-- holds, a backslash, is dropped before, as it would break the array.

ALTER TABLE "prospect" ADD COLUMN "other_emails" TEXT;
ALTER TABLE "prospect" ADD COLUMN "other_phones" TEXT;
ALTER TABLE "prospect" ADD COLUMN "custom" TEXT;

CREATE TABLE prospect_key (
  value TEXT NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (value, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX prospect_key_n ON prospect_key (n);

CREATE TRIGGER prospect_key_insert AFTER INSERT ON prospect
WHEN new.other_emails IS NOT NULL OR new.other_phones IS NOT NULL BEGIN
  INSERT OR IGNORE INTO prospect_key SELECT value, new.n FROM json_each (replace (json_array (
    replace (coalesce (new.other_emails || char (10), '') || coalesce (new.other_phones, ''),
      char (92), '')), '\n', '","'))
  WHERE value <> '';
END;
CREATE TRIGGER prospect_key_update AFTER UPDATE OF other_emails, other_phones ON prospect
WHEN new.other_emails IS NOT old.other_emails OR new.other_phones IS NOT old.other_phones BEGIN
  DELETE FROM prospect_key WHERE n = old.n;
  INSERT OR IGNORE INTO prospect_key SELECT value, new.n FROM json_each (replace (json_array (
    replace (coalesce (new.other_emails || char (10), '') || coalesce (new.other_phones, ''),
      char (92), '')), '\n', '","'))
  WHERE value <> '';
END;
CREATE TRIGGER prospect_key_delete AFTER DELETE ON prospect
WHEN old.other_emails IS NOT NULL OR old.other_phones IS NOT NULL BEGIN
  DELETE FROM prospect_key WHERE n = old.n;
END;

DROP TABLE prospect_fts;
DROP VIEW prospect_search;
CREATE VIEW prospect_search AS
SELECT n, company, first_name, last_name, job, email, phone, mobile, other_emails, other_phones,
  website, siret, postal_code, city, tags, notes
FROM prospect
WHERE deleted_ms IS NULL AND merged_into IS NULL AND erased IS NULL;
CREATE VIRTUAL TABLE prospect_fts USING fts5 (
  company, first_name, last_name, job, email, phone, mobile, other_emails, other_phones, website,
  siret, postal_code, city, tags, notes,
  content = 'prospect_search', content_rowid = 'n', detail = none, prefix = '2 3',
  tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO prospect_fts (prospect_fts) VALUES ('rebuild');
