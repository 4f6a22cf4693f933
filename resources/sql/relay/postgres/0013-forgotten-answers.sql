-- Whom the answer is about: when that person is erased, the answer goes.
alter table idempotency add column prospect_id bytea;
create index idempotency_by_prospect on idempotency (tenant_id, prospect_id);
