-- Accounts that are confirmed before they exist, a second factor, devices by name.

-- What waits for a code that went out by mail: a registration, a new password. There is no tenant
-- yet, or none that may be told: rows are found by the digest of a handle that only who asked has,
-- and sealed by the master key.
create table challenge (
  handle blob not null primary key,
  purpose text not null,
  email blob not null,
  code blob not null,
  sealed blob not null,
  tries integer not null default 0,
  created_ms integer not null,
  until_ms integer not null
);
create index challenge_by_email on challenge (email, purpose);
create index challenge_by_end on challenge (until_ms);

alter table account add column role text not null default 'owner';
alter table account add column sealed_siret blob;
alter table account add column sealed_totp blob;
alter table account add column totp_since_ms integer;
alter table account add column totp_step integer not null default 0;

alter table session add column sealed_name blob;

create table recovery (
  tenant_id integer not null,
  account_id blob not null,
  digest blob not null,
  primary key (tenant_id, account_id, digest)
);
