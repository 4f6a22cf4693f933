-- Hits of readers wait in a journal beside the store: how far they have come into it, for each
-- relay's journal.
create table journal_mark (
  tenant_id bigint not null,
  journal_id bytea not null,
  next bigint not null,
  primary key (tenant_id, journal_id)
) partition by hash (tenant_id);
call palier_wall ('journal_mark');
