-- What an agency may use, and what it used. Sums of money are millionths of a euro.

create table agency_plan (
  tenant_id integer not null primary key,
  plan text not null,
  status text not null,
  since_ms integer not null,
  until_ms integer,
  budget integer,
  alerted text
);

-- The ledger: one row a cause. What is held is not known to have happened yet, and counts for that
-- long as if it had.
create table usage (
  tenant_id integer not null,
  kind text not null,
  cause blob not null,
  state text not null,
  at_ms integer not null,
  day text not null,
  quantity integer not null,
  price integer not null,
  cost integer not null,
  primary key (tenant_id, kind, cause)
);

create table usage_day (
  tenant_id integer not null,
  kind text not null,
  day text not null,
  quantity integer not null,
  price integer not null,
  cost integer not null,
  primary key (tenant_id, kind, day)
);

-- Prospects that are neither deleted, erased nor merged into another; null: to be counted.
alter table tenant add column contacts integer;
