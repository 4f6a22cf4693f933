-- Accounts that are confirmed before they exist, a second factor, devices by name.

-- What waits for a code that went out by mail: a registration, a new password. There is no tenant
-- yet, or none that may be told: rows are found by the digest of a handle that only who asked has,
-- and sealed by the master key.
create table challenge (
  handle bytea not null primary key,
  purpose text not null,
  email bytea not null,
  code bytea not null,
  sealed bytea not null,
  tries bigint not null default 0,
  created_ms bigint not null,
  until_ms bigint not null
);
create index challenge_by_email on challenge (email, purpose);
create index challenge_by_end on challenge (until_ms);
grant select, insert, update, delete on challenge to palier_relay;

alter table account add column role text not null default 'owner';
alter table account add column sealed_siret bytea;
alter table account add column sealed_totp bytea;
alter table account add column totp_since_ms bigint;
alter table account add column totp_step bigint not null default 0;

alter table session add column sealed_name bytea;

create table recovery (
  tenant_id bigint not null,
  account_id bytea not null,
  digest bytea not null,
  primary key (tenant_id, account_id, digest)
) partition by hash (tenant_id);
call palier_wall ('recovery');
