-- Events for subscribers outside: what happened, who is told, and what became of it.

alter table tenant add column last_event integer not null default 0;

-- One row a business event, written with its cause; seq is gapless for the tenant. Kept for thirty
-- days.
create table outbox (
  tenant_id integer not null,
  seq integer not null,
  event_id blob not null,
  name text not null,
  prospect_id blob,
  at_ms integer not null,
  stored_ms integer not null,
  sealed_data blob not null,
  primary key (tenant_id, seq)
);
create unique index outbox_by_event on outbox (tenant_id, event_id);
create index outbox_by_name on outbox (tenant_id, name, seq);
create index outbox_by_prospect on outbox (tenant_id, prospect_id);
create index outbox_by_age on outbox (tenant_id, stored_ms);

-- Who is told: kind webhook or stream. events: their names with spaces between, or *. sealed: address
-- and secrets. seq: up to where it was told. A lease is one process's, by its fence.
create table subscription (
  tenant_id integer not null,
  subscription_id blob not null,
  kind text not null,
  state text not null,
  reason text,
  events text not null,
  sealed blob not null,
  created_ms integer not null,
  seq integer not null,
  due_ms integer not null,
  failing_ms integer not null default 0,
  failures integer not null default 0,
  lease_ms integer not null default 0,
  fence integer not null default 0,
  process_id blob,
  primary key (tenant_id, subscription_id)
);
create index subscription_by_due on subscription (tenant_id, state, due_ms);

-- What a webhook was sent, or will be: state waiting, delivered or failed.
create table delivery (
  tenant_id integer not null,
  delivery_id blob not null,
  subscription_id blob not null,
  seq integer not null,
  event_id blob not null,
  name text not null,
  state text not null,
  attempts integer not null default 0,
  status integer not null default 0,
  fault text,
  created_ms integer not null,
  changed_ms integer not null,
  primary key (tenant_id, delivery_id)
);
create index delivery_by_place on delivery (tenant_id, subscription_id, state, seq, delivery_id);
create index delivery_by_age on delivery (tenant_id, created_ms);

-- When a tenant has something to publish: the earliest of its subscriptions.
create table publication (
  tenant_id integer not null primary key,
  due_ms integer not null
);
create index publication_by_time on publication (due_ms);
