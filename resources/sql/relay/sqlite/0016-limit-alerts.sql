-- Which owner is told that a limit is near or reached: once for each limit of a plan (kind and most),
-- month (period, by its first day) and mark (percent). state: waiting, handing_over (it may have
-- left), told, refused or void.
create table limit_alert (
  tenant_id integer not null,
  kind text not null,
  period text not null,
  most integer not null,
  percent integer not null,
  account_id blob not null,
  used integer not null,
  reached_ms integer not null,
  state text not null,
  due_ms integer not null,
  attempts integer not null default 0,
  primary key (tenant_id, kind, period, most, percent, account_id)
);

-- When the first of a tenant's that wait is due; read before the tenant is known.
create table alert_due (
  tenant_id integer not null primary key,
  due_ms integer not null
);
create index alert_due_by_time on alert_due (due_ms);
