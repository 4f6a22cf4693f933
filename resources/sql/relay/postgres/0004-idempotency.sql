-- The answers to requests that came with an Idempotency-Key: the same one again gets the same answer.
create table idempotency (
  tenant_id bigint not null,
  digest bytea not null,
  request bytea not null,
  process_id bytea not null,
  status bigint,
  sealed_answer bytea,
  at_ms bigint not null,
  primary key (tenant_id, digest)
) partition by hash (tenant_id);
call palier_wall ('idempotency');
create index idempotency_by_age on idempotency (tenant_id, at_ms);
