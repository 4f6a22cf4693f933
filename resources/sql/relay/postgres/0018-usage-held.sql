-- What is held and not settled: of some uses it is let go of when the process that held it has died.
create index usage_held on usage (tenant_id, kind, at_ms) where state = 'held';
