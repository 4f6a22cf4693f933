-- The processes that serve this store, and for which tenants each holds jobs: what one that died
-- held is found by them.
create table process (
  process_id bytea not null primary key,
  beat bigint not null
);

create table held (
  process_id bytea not null,
  tenant_id bigint not null,
  primary key (process_id, tenant_id)
);
grant select, insert, update, delete on process, held to palier_relay;

alter table job add column process_id bytea;

-- What was held until now was held by one without a name. The wall is for the owner too: a change
-- of every tenant's rows lowers it, unseen by others until the commit.
alter table job no force row level security;
insert into process (process_id, beat) values (decode (repeat ('00', 16), 'hex'), 0);
insert into held (process_id, tenant_id)
  select distinct decode (repeat ('00', 16), 'hex'), tenant_id from job
  where state in ('claimed', 'handing_over');
alter table job force row level security;
