-- Rows are found by halves of their number of telephone, too, by their birth date, and by the first
-- name at a place (0010): keys are made anew, and change with these fields.
DELETE FROM near_key;
DELETE FROM near_todo;
DELETE FROM local WHERE key = 'near_through';

DROP TRIGGER prospect_near_update;
CREATE TRIGGER prospect_near_update
AFTER UPDATE OF first_name, last_name, company, phone, mobile, postal_code, city, birthdate
ON prospect
WHEN (new.first_name, new.last_name, new.company, new.phone, new.mobile, new.postal_code, new.city,
      new.birthdate)
    IS NOT (old.first_name, old.last_name, old.company, old.phone, old.mobile, old.postal_code,
      old.city, old.birthdate)
  AND new.n <= (SELECT value FROM local WHERE key = 'near_through') BEGIN
  INSERT OR IGNORE INTO near_todo VALUES (new.n);
END;
