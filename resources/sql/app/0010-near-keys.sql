-- Under what prospects are found that may be one although they share no address or number: numbers
-- that identity makes of names and places (palier-near-store.c). They are filled in when an import
-- looks for them, so that nothing else pays for it: rows up to local.near_through have theirs, but
-- for those in near_todo, which changed since. A key that is no longer a row's is let stand: who is
-- found by it is compared.
CREATE TABLE near_key (
  key INTEGER NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (key, n)
) STRICT, WITHOUT ROWID;
CREATE TABLE near_todo (n INTEGER PRIMARY KEY) STRICT;

CREATE TRIGGER prospect_near_update
AFTER UPDATE OF first_name, last_name, company, postal_code, city ON prospect
WHEN (new.first_name, new.last_name, new.company, new.postal_code, new.city)
    IS NOT (old.first_name, old.last_name, old.company, old.postal_code, old.city)
  AND new.n <= (SELECT value FROM local WHERE key = 'near_through') BEGIN
  INSERT OR IGNORE INTO near_todo VALUES (new.n);
END;
CREATE TRIGGER prospect_near_delete AFTER DELETE ON prospect
WHEN old.n <= (SELECT value FROM local WHERE key = 'near_through') BEGIN
  INSERT OR IGNORE INTO near_todo VALUES (old.n);
END;
