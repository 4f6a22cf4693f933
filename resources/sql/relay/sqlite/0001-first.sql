-- The relay's store. tenant_id leads every key, so that the tables can be split by tenant, and no
-- key points into another tenant. What a person wrote or is lies in sealed columns only; the others
-- hold what a query must look at. Times are UTC milliseconds, ids are 16 bytes.

create table meta (
  key text not null primary key,
  value text not null
);

create table signing_key (
  kid text not null primary key,
  sealed blob not null,
  created_ms integer not null
);

create table tenant (
  tenant_id integer not null primary key,
  sealed_key blob not null,
  sealed_suppression_key blob,
  last_seq integer not null default 0,
  created_ms integer not null
);

-- Before a tenant is known: a keyed digest of an e-mail address or of a token leads to it.
create table directory (
  digest blob not null primary key,
  tenant_id integer not null
);

-- When a tenant has something to send: the earliest of its jobs.
create table due (
  tenant_id integer not null primary key,
  due_ms integer not null
);
create index due_by_time on due (due_ms);

create table account (
  tenant_id integer not null,
  account_id blob not null,
  sealed_email blob not null,
  password text not null,
  created_ms integer not null,
  primary key (tenant_id, account_id)
);

create table session (
  tenant_id integer not null,
  session_id blob not null,
  account_id blob not null,
  created_ms integer not null,
  used_ms integer not null,
  revoked_ms integer,
  primary key (tenant_id, session_id)
);

create table refresh (
  tenant_id integer not null,
  digest blob not null,
  session_id blob not null,
  created_ms integer not null,
  used_ms integer,
  primary key (tenant_id, digest)
);

create table record (
  tenant_id integer not null,
  kind text not null,
  id blob not null,
  seq integer not null,
  device blob,
  sealed blob not null,
  primary key (tenant_id, kind, id)
);
create unique index record_by_seq on record (tenant_id, seq);

create table batch (
  tenant_id integer not null,
  batch_id blob not null,
  digest blob not null,
  sealed_answer blob not null,
  at_ms integer not null,
  primary key (tenant_id, batch_id)
);
create index batch_by_age on batch (tenant_id, at_ms);

create table sender_secret (
  tenant_id integer not null,
  sender_id blob not null,
  sealed blob not null,
  changed_ms integer not null,
  primary key (tenant_id, sender_id)
);

create table sender_day (
  tenant_id integer not null,
  sender_id blob not null,
  day text not null,
  sent integer not null,
  primary key (tenant_id, sender_id, day)
);

create table job (
  tenant_id integer not null,
  job_id blob not null,
  prospect_id blob,
  sender_id blob,
  state text not null,
  reason text not null,
  due_ms integer not null,
  attempts integer not null default 0,
  first_ms integer not null default 0,
  lease_ms integer not null default 0,
  fence integer not null default 0,
  mail_id text,
  code integer not null default 0,
  changed_ms integer not null,
  primary key (tenant_id, job_id)
);
create index job_by_due on job (tenant_id, state, due_ms);
create index job_by_prospect on job (tenant_id, prospect_id);

create table consent (
  tenant_id integer not null,
  consent_id blob not null,
  subject_id blob not null,
  purpose text not null,
  channel text,
  given integer not null,
  origin text not null,
  at_ms integer not null,
  expires_ms integer not null,
  primary key (tenant_id, consent_id)
);
create index consent_by_subject on consent (tenant_id, subject_id);

create table suppression (
  tenant_id integer not null,
  hash text not null,
  primary key (tenant_id, hash)
);

-- One row a token: kind open, click or unsubscribe; the address of a click is sealed.
create table link (
  tenant_id integer not null,
  token blob not null,
  job_id blob not null,
  kind text not null,
  sealed_url blob,
  hits integer not null default 0,
  last_ms integer not null default 0,
  primary key (tenant_id, token)
);
create index link_by_job on link (tenant_id, job_id);
