-- Keys of the public API: see the same migration of SQLite.
create table api_key (
  tenant_id bigint not null,
  key_id bytea not null,
  prefix text not null,
  digest bytea not null,
  sealed_name bytea not null,
  grants bigint not null,
  created_ms bigint not null,
  used_ms bigint not null default 0,
  expires_ms bigint not null default 0,
  primary key (tenant_id, key_id)
) partition by hash (tenant_id);
call palier_wall ('api_key');
create unique index api_key_by_prefix on api_key (tenant_id, prefix);
