-- The relay's store, on PostgreSQL: the same tables as on SQLite (which says what they hold), those of
-- tenants split by tenant and each behind a wall.

-- The role that the relay works under. It owns nothing and passes no wall. Where the migrating role
-- may not make it, an administrator does: create role palier_relay; grant palier_relay to …;
do $$
begin
  if not exists (select from pg_roles where rolname = 'palier_relay') then
    begin
      create role palier_relay nologin;
    exception when duplicate_object or unique_violation then
      null; -- another database of this server was quicker
    end;
  end if;
  if not pg_has_role (current_user, 'palier_relay', 'set') then
    execute format ('grant palier_relay to %I with set true', current_user);
  end if;
end $$;

-- Whose rows the transaction is about; null: nobody's.
create function palier_tenant () returns bigint language sql stable parallel safe
  return nullif (current_setting ('palier.tenant', true), '')::bigint;

-- Makes a table, partitioned by tenant_id, one of a tenant's: its parts, and the wall, for its owner
-- too. The relay reaches it as a whole only.
create procedure palier_wall (name text) language plpgsql as $$
begin
  for i in 0..7 loop
    execute format ('create table %I partition of %I for values with (modulus 8, remainder %s)',
                    name || '_' || i, name, i);
  end loop;
  execute format ('alter table %I enable row level security', name);
  execute format ('alter table %I force row level security', name);
  execute format ('create policy wall on %I using (tenant_id = palier_tenant ())'
                  ' with check (tenant_id = palier_tenant ())', name);
  execute format ('grant select, insert, update, delete on %I to palier_relay', name);
end $$;

create table meta (
  key text not null primary key,
  value text not null
);
grant select, insert, update, delete on meta to palier_relay;

create table signing_key (
  kid text not null primary key,
  sealed bytea not null,
  created_ms bigint not null
);
grant select, insert, update, delete on signing_key to palier_relay;

create table tenant (
  tenant_id bigint not null primary key,
  sealed_key bytea not null,
  sealed_suppression_key bytea,
  last_seq bigint not null default 0,
  created_ms bigint not null
) partition by hash (tenant_id);
call palier_wall ('tenant');

-- Before a tenant is known: a keyed digest of an e-mail address or of a token leads to it.
create table directory (
  digest bytea not null primary key,
  tenant_id bigint not null
);
grant select, insert, update, delete on directory to palier_relay;

-- When a tenant has something to send: the earliest of its jobs.
create table due (
  tenant_id bigint not null primary key,
  due_ms bigint not null
);
grant select, insert, update, delete on due to palier_relay;
create index due_by_time on due (due_ms);

create table account (
  tenant_id bigint not null,
  account_id bytea not null,
  sealed_email bytea not null,
  password text not null,
  created_ms bigint not null,
  primary key (tenant_id, account_id)
) partition by hash (tenant_id);
call palier_wall ('account');

create table session (
  tenant_id bigint not null,
  session_id bytea not null,
  account_id bytea not null,
  created_ms bigint not null,
  used_ms bigint not null,
  revoked_ms bigint,
  primary key (tenant_id, session_id)
) partition by hash (tenant_id);
call palier_wall ('session');

create table refresh (
  tenant_id bigint not null,
  digest bytea not null,
  session_id bytea not null,
  created_ms bigint not null,
  used_ms bigint,
  primary key (tenant_id, digest)
) partition by hash (tenant_id);
call palier_wall ('refresh');

create table record (
  tenant_id bigint not null,
  kind text not null,
  id bytea not null,
  seq bigint not null,
  device bytea,
  sealed bytea not null,
  primary key (tenant_id, kind, id)
) partition by hash (tenant_id);
call palier_wall ('record');
create unique index record_by_seq on record (tenant_id, seq);

create table batch (
  tenant_id bigint not null,
  batch_id bytea not null,
  digest bytea not null,
  sealed_answer bytea not null,
  at_ms bigint not null,
  primary key (tenant_id, batch_id)
) partition by hash (tenant_id);
call palier_wall ('batch');
create index batch_by_age on batch (tenant_id, at_ms);

create table sender_secret (
  tenant_id bigint not null,
  sender_id bytea not null,
  sealed bytea not null,
  changed_ms bigint not null,
  primary key (tenant_id, sender_id)
) partition by hash (tenant_id);
call palier_wall ('sender_secret');

create table sender_day (
  tenant_id bigint not null,
  sender_id bytea not null,
  day text not null,
  sent bigint not null,
  primary key (tenant_id, sender_id, day)
) partition by hash (tenant_id);
call palier_wall ('sender_day');

create table job (
  tenant_id bigint not null,
  job_id bytea not null,
  prospect_id bytea,
  sender_id bytea,
  state text not null,
  reason text not null,
  due_ms bigint not null,
  attempts bigint not null default 0,
  first_ms bigint not null default 0,
  lease_ms bigint not null default 0,
  fence bigint not null default 0,
  mail_id text,
  code bigint not null default 0,
  changed_ms bigint not null,
  primary key (tenant_id, job_id)
) partition by hash (tenant_id);
call palier_wall ('job');
create index job_by_due on job (tenant_id, state, due_ms);
create index job_by_prospect on job (tenant_id, prospect_id);

create table consent (
  tenant_id bigint not null,
  consent_id bytea not null,
  subject_id bytea not null,
  purpose text not null,
  channel text,
  given bigint not null,
  origin text not null,
  at_ms bigint not null,
  expires_ms bigint not null,
  primary key (tenant_id, consent_id)
) partition by hash (tenant_id);
call palier_wall ('consent');
create index consent_by_subject on consent (tenant_id, subject_id);

create table suppression (
  tenant_id bigint not null,
  hash text not null,
  primary key (tenant_id, hash)
) partition by hash (tenant_id);
call palier_wall ('suppression');

-- One row a token: kind open, click or unsubscribe; the address of a click is sealed.
create table link (
  tenant_id bigint not null,
  token bytea not null,
  job_id bytea not null,
  kind text not null,
  sealed_url bytea,
  hits bigint not null default 0,
  last_ms bigint not null default 0,
  primary key (tenant_id, token)
) partition by hash (tenant_id);
call palier_wall ('link');
create index link_by_job on link (tenant_id, job_id);
