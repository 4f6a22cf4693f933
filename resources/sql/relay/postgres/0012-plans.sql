-- What an agency may use, and what it used. Sums of money are millionths of a euro.

create table agency_plan (
  tenant_id bigint not null primary key,
  plan text not null,
  status text not null,
  since_ms bigint not null,
  until_ms bigint,
  budget bigint,
  alerted text
) partition by hash (tenant_id);
call palier_wall ('agency_plan');

-- The ledger: one row a cause. What is held is not known to have happened yet, and counts for that
-- long as if it had.
create table usage (
  tenant_id bigint not null,
  kind text not null,
  cause bytea not null,
  state text not null,
  at_ms bigint not null,
  day text not null,
  quantity bigint not null,
  price bigint not null,
  cost bigint not null,
  primary key (tenant_id, kind, cause)
) partition by hash (tenant_id);
call palier_wall ('usage');

create table usage_day (
  tenant_id bigint not null,
  kind text not null,
  day text not null,
  quantity bigint not null,
  price bigint not null,
  cost bigint not null,
  primary key (tenant_id, kind, day)
) partition by hash (tenant_id);
call palier_wall ('usage_day');

-- Prospects that are neither deleted, erased nor merged into another; null: to be counted.
alter table tenant add column contacts bigint;
