-- Events for subscribers outside: see the same migration of SQLite.

alter table tenant add column last_event bigint not null default 0;

create table outbox (
  tenant_id bigint not null,
  seq bigint not null,
  event_id bytea not null,
  name text not null,
  prospect_id bytea,
  at_ms bigint not null,
  stored_ms bigint not null,
  sealed_data bytea not null,
  primary key (tenant_id, seq)
) partition by hash (tenant_id);
call palier_wall ('outbox');
create unique index outbox_by_event on outbox (tenant_id, event_id);
create index outbox_by_name on outbox (tenant_id, name, seq);
create index outbox_by_prospect on outbox (tenant_id, prospect_id);
create index outbox_by_age on outbox (tenant_id, stored_ms);

create table subscription (
  tenant_id bigint not null,
  subscription_id bytea not null,
  kind text not null,
  state text not null,
  reason text,
  events text not null,
  sealed bytea not null,
  created_ms bigint not null,
  seq bigint not null,
  due_ms bigint not null,
  failing_ms bigint not null default 0,
  failures bigint not null default 0,
  lease_ms bigint not null default 0,
  fence bigint not null default 0,
  process_id bytea,
  primary key (tenant_id, subscription_id)
) partition by hash (tenant_id);
call palier_wall ('subscription');
create index subscription_by_due on subscription (tenant_id, state, due_ms);

create table delivery (
  tenant_id bigint not null,
  delivery_id bytea not null,
  subscription_id bytea not null,
  seq bigint not null,
  event_id bytea not null,
  name text not null,
  state text not null,
  attempts bigint not null default 0,
  status bigint not null default 0,
  fault text,
  created_ms bigint not null,
  changed_ms bigint not null,
  primary key (tenant_id, delivery_id)
) partition by hash (tenant_id);
call palier_wall ('delivery');
create index delivery_by_place on delivery (tenant_id, subscription_id, state, seq, delivery_id);
create index delivery_by_age on delivery (tenant_id, created_ms);

create table publication (
  tenant_id bigint not null primary key,
  due_ms bigint not null
);
grant select, insert, update, delete on publication to palier_relay;
create index publication_by_time on publication (due_ms);
