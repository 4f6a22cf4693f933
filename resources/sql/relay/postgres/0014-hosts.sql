-- By which hosts an agency is reached: see the same migration of SQLite.
create table host (
  digest bytea not null primary key,
  tenant_id bigint not null,
  until_ms bigint not null default 0,
  check_ms bigint not null default 0
);
grant select, insert, update, delete on host to palier_relay;
create index host_by_check on host (check_ms) where check_ms > 0;

create table agency (
  tenant_id bigint not null primary key,
  sealed_name bytea not null
) partition by hash (tenant_id);
call palier_wall ('agency');

create table agency_host (
  tenant_id bigint not null,
  digest bytea not null,
  kind text not null,
  sealed_name bytea not null,
  since_ms bigint not null,
  until_ms bigint not null default 0,
  proved_ms bigint not null default 0,
  reached bigint not null default 0,
  checked_ms bigint not null default 0,
  failing_ms bigint not null default 0,
  fault text not null default '',
  primary key (tenant_id, digest)
) partition by hash (tenant_id);
call palier_wall ('agency_host');
