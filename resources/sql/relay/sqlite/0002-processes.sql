-- The processes that serve this store, and for which tenants each holds jobs: what one that died
-- held is found by them.
create table process (
  process_id blob not null primary key,
  beat integer not null
);

create table held (
  process_id blob not null,
  tenant_id integer not null,
  primary key (process_id, tenant_id)
);

alter table job add column process_id blob;

-- What was held until now was held by one without a name.
insert into process (process_id, beat) values (zeroblob (16), 0);
insert into held (process_id, tenant_id)
  select distinct zeroblob (16), tenant_id from job where state in ('claimed', 'handing_over');
