-- Mailboxes where answers come: see the same migration of SQLite.
create table mailbox_place (
  tenant_id bigint not null,
  sender_id bytea not null,
  uid_validity bigint not null,
  next_uid bigint not null,
  looked_ms bigint not null,
  fault text not null,
  primary key (tenant_id, sender_id)
) partition by hash (tenant_id);
call palier_wall ('mailbox_place');

create table answer (
  tenant_id bigint not null,
  job_id bytea not null,
  digest bytea not null,
  at_ms bigint not null,
  primary key (tenant_id, job_id, digest)
) partition by hash (tenant_id);
call palier_wall ('answer');

create table mailbox_due (
  tenant_id bigint not null,
  sender_id bytea not null,
  due_ms bigint not null,
  primary key (tenant_id, sender_id)
);
grant select, insert, update, delete on mailbox_due to palier_relay;
create index mailbox_due_by_time on mailbox_due (due_ms);
