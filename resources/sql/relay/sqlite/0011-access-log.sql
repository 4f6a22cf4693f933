-- Who read or exported which person: see palier-access-store.c.
create table access_log (
  tenant_id integer not null,
  seq integer not null,
  at_ms integer not null,
  sealed blob not null,
  chain blob not null,
  primary key (tenant_id, seq)
);

create table access_head (
  tenant_id integer not null primary key,
  seq integer not null,
  head blob not null
);
