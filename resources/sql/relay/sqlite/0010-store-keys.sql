-- The keys of the store itself, sealed by the master key: they stay when that one changes.
create table store_key (
  name text not null primary key,
  sealed blob not null
);

-- Tenants who were erased, and how many rows went: what no copy of before may bring back.
create table erased_tenant (
  id integer not null primary key,
  at_ms integer not null,
  removed integer not null
);
