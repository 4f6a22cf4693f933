-- The keys of the store itself: see the same migration of SQLite.
create table store_key (
  name text not null primary key,
  sealed bytea not null
);
grant select, insert, update, delete on store_key to palier_relay;

-- Tenants who were erased.
create table erased_tenant (
  id bigint not null primary key,
  at_ms bigint not null,
  removed bigint not null
);
grant select, insert, update, delete on erased_tenant to palier_relay;
