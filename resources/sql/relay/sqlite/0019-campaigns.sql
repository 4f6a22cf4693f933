-- Campaigns that run on the relay: who is in them, and when each tenant's are planned anew.

-- Of a campaign's message: step is the id of its step, planned_ms when the device that wrote it meant
-- it to leave, pool the servers of its reader, linked whether it left with links of its own, bounced
-- whether it came back for good (1) or was complained of (2).
alter table job add column campaign_id blob;
alter table job add column step integer not null default 0;
alter table job add column channel text not null default 'email';
alter table job add column planned_ms integer not null default 0;
alter table job add column pool integer not null default 0;
alter table job add column linked integer not null default 0;
alter table job add column bounced integer not null default 0;
create index job_by_campaign on job (tenant_id, campaign_id, prospect_id)
  where campaign_id is not null;
create index job_by_hand_over on job (tenant_id, first_ms) where campaign_id is not null;

-- When a sender handed over last.
alter table sender_day add column last_ms integer not null default 0;

-- What it does lies in its record. version grows with each change of it, since_ms is since when it
-- runs.
create table campaign (
  tenant_id integer not null,
  campaign_id blob not null,
  state text not null,
  version integer not null default 0,
  since_ms integer not null default 0,
  primary key (tenant_id, campaign_id)
);

-- A prospect in a campaign. region and firm (a keyed digest) are of his record; region -1: that was not
-- here yet. opened, clicked, replied, met: whether it is known
-- that he did since he entered; halted_ms: since when he waits because a colleague has answered.
create table enrolment (
  tenant_id integer not null,
  campaign_id blob not null,
  prospect_id blob not null,
  state text not null,
  entered_ms integer not null,
  region integer not null,
  firm text,
  opened integer not null default 0,
  clicked integer not null default 0,
  replied integer not null default 0,
  met integer not null default 0,
  halted_ms integer not null default 0,
  primary key (tenant_id, campaign_id, prospect_id)
);
create index enrolment_by_prospect on enrolment (tenant_id, prospect_id);
create index enrolment_by_firm on enrolment (tenant_id, firm) where firm is not null;

-- When a tenant's campaigns are looked at next; version grows with whatever has happened to them.
create table pass (
  tenant_id integer not null primary key,
  due_ms integer not null,
  version integer not null default 0
);
create index pass_by_time on pass (due_ms);
