-- Who read or exported which person: see the same migration of SQLite.
create table access_log (
  tenant_id bigint not null,
  seq bigint not null,
  at_ms bigint not null,
  sealed bytea not null,
  chain bytea not null,
  primary key (tenant_id, seq)
) partition by hash (tenant_id);
call palier_wall ('access_log');

create table access_head (
  tenant_id bigint not null primary key,
  seq bigint not null,
  head bytea not null
) partition by hash (tenant_id);
call palier_wall ('access_head');
