-- The answers to requests that came with an Idempotency-Key: the same one again gets the same answer.
-- digest is of who asked and the key, request of what was asked; status is null while it runs.
create table idempotency (
  tenant_id integer not null,
  digest blob not null,
  request blob not null,
  process_id blob not null,
  status integer,
  sealed_answer blob,
  at_ms integer not null,
  primary key (tenant_id, digest)
);
create index idempotency_by_age on idempotency (tenant_id, at_ms);
