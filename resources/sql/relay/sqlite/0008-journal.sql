-- Hits of readers wait in a journal beside the store: how far they have come into it, for each
-- relay's journal.
create table journal_mark (
  tenant_id integer not null,
  journal_id blob not null,
  next integer not null,
  primary key (tenant_id, journal_id)
);
