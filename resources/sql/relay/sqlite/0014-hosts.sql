-- By which hosts an agency is reached. host has no wall, since it is read before a tenant is known: a
-- keyed digest of the name leads to the tenant. until_ms: a name that was given up is its agency's
-- until then; 0: no end. check_ms: when the proof of a domain is looked at again; 0: there is none.
create table host (
  digest blob not null primary key,
  tenant_id integer not null,
  until_ms integer not null default 0,
  check_ms integer not null default 0
);
create index host_by_check on host (check_ms) where check_ms > 0;

create table agency (
  tenant_id integer not null primary key,
  sealed_name blob not null
);

-- proved_ms: since when a domain is known to be the agency's; reached: it was seen to lead here;
-- failing_ms: since when its proof is missing.
create table agency_host (
  tenant_id integer not null,
  digest blob not null,
  kind text not null,
  sealed_name blob not null,
  since_ms integer not null,
  until_ms integer not null default 0,
  proved_ms integer not null default 0,
  reached integer not null default 0,
  checked_ms integer not null default 0,
  failing_ms integer not null default 0,
  fault text not null default '',
  primary key (tenant_id, digest)
);
