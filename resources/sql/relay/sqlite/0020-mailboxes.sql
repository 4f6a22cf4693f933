-- How far a sender's mailbox was looked through, and what the last look failed at ("" when it did not).
create table mailbox_place (
  tenant_id integer not null,
  sender_id blob not null,
  uid_validity integer not null,
  next_uid integer not null,
  looked_ms integer not null,
  fault text not null,
  primary key (tenant_id, sender_id)
);

-- Mails that were told as answers to a message, by a digest of each: one that comes again is not.
create table answer (
  tenant_id integer not null,
  job_id blob not null,
  digest blob not null,
  at_ms integer not null,
  primary key (tenant_id, job_id, digest)
);

-- When a mailbox is looked at next; read before the tenant is known.
create table mailbox_due (
  tenant_id integer not null,
  sender_id blob not null,
  due_ms integer not null,
  primary key (tenant_id, sender_id)
);
create index mailbox_due_by_time on mailbox_due (due_ms);
