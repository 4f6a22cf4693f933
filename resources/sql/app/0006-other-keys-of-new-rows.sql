-- A statement with a trigger that writes opens a transaction of its own for each row, which made
-- inserting two thirds dearer, though few rows have other addresses: those that do put their keys in
-- themselves (palier_prospect_sql_put_keys). Updates and deletes keep their triggers.
DROP TRIGGER prospect_key_insert;
