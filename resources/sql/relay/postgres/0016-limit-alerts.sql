-- Which owner is told of which limit: see the same migration of SQLite.
create table limit_alert (
  tenant_id bigint not null,
  kind text not null,
  period text not null,
  most bigint not null,
  percent bigint not null,
  account_id bytea not null,
  used bigint not null,
  reached_ms bigint not null,
  state text not null,
  due_ms bigint not null,
  attempts bigint not null default 0,
  primary key (tenant_id, kind, period, most, percent, account_id)
) partition by hash (tenant_id);
call palier_wall ('limit_alert');

create table alert_due (
  tenant_id bigint not null primary key,
  due_ms bigint not null
);
grant select, insert, update, delete on alert_due to palier_relay;
create index alert_due_by_time on alert_due (due_ms);
