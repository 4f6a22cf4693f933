-- All that finds a prospect exactly stands in one table (palier-prospect-keys.c) instead of in an
-- index for each field.
DROP INDEX IF EXISTS prospect_email;
DROP INDEX IF EXISTS prospect_phone;
DROP INDEX IF EXISTS prospect_mobile;
DROP INDEX IF EXISTS prospect_siret;
DROP INDEX IF EXISTS prospect_name;
DROP INDEX prospect_key_n;
DROP TRIGGER prospect_key_update;
DROP TRIGGER prospect_key_delete;

INSERT OR IGNORE INTO prospect_key (value, n)
SELECT CASE k.column1 WHEN 1 THEN email WHEN 2 THEN phone WHEN 3 THEN mobile WHEN 4 THEN siret
  ELSE CASE WHEN email IS NULL AND phone IS NULL AND mobile IS NULL AND siret IS NULL
    THEN coalesce (last_name, company, first_name) END END AS key, n
FROM prospect CROSS JOIN (VALUES (1), (2), (3), (4), (5)) k WHERE key IS NOT NULL ORDER BY 1, 2;

CREATE TRIGGER prospect_key_update
AFTER UPDATE OF email, phone, mobile, siret, other_emails, other_phones, last_name, company,
  first_name ON prospect
WHEN new.email IS NOT old.email OR new.phone IS NOT old.phone OR new.mobile IS NOT old.mobile
  OR new.siret IS NOT old.siret OR new.other_emails IS NOT old.other_emails
  OR new.other_phones IS NOT old.other_phones OR (
    new.email IS NULL AND new.phone IS NULL AND new.mobile IS NULL AND new.siret IS NULL
    AND coalesce (new.last_name, new.company, new.first_name)
      IS NOT coalesce (old.last_name, old.company, old.first_name)) BEGIN
  DELETE FROM prospect_key WHERE n = old.n AND value IN (
    old.email, old.phone, old.mobile, old.siret,
    coalesce (old.last_name, old.company, old.first_name));
  DELETE FROM prospect_key WHERE n = old.n AND value IN (
    SELECT value FROM json_each (replace (json_array (
      replace (coalesce (old.other_emails || char (10), '') || coalesce (old.other_phones, ''),
        char (92), '')), '\n', '","')));
  INSERT OR IGNORE INTO prospect_key (value, n) SELECT key, new.n
  FROM (SELECT new.email AS key UNION SELECT new.phone UNION SELECT new.mobile
    UNION SELECT new.siret UNION SELECT coalesce (new.last_name, new.company, new.first_name)
    WHERE new.email IS NULL AND new.phone IS NULL AND new.mobile IS NULL AND new.siret IS NULL)
  WHERE key IS NOT NULL;
  INSERT OR IGNORE INTO prospect_key (value, n) SELECT value, new.n
  FROM json_each (replace (json_array (
    replace (coalesce (new.other_emails || char (10), '') || coalesce (new.other_phones, ''),
      char (92), '')), '\n', '","'))
  WHERE value <> '';
END;
CREATE TRIGGER prospect_key_delete AFTER DELETE ON prospect BEGIN
  DELETE FROM prospect_key WHERE n = old.n AND value IN (
    old.email, old.phone, old.mobile, old.siret,
    coalesce (old.last_name, old.company, old.first_name));
  DELETE FROM prospect_key WHERE n = old.n AND value IN (
    SELECT value FROM json_each (replace (json_array (
      replace (coalesce (old.other_emails || char (10), '') || coalesce (old.other_phones, ''),
        char (92), '')), '\n', '","')));
END;
