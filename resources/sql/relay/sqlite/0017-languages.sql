-- In which language an account's owner is written to, by its code; null: not known.
alter table account add column language text;
