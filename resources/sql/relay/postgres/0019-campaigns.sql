-- Campaigns that run on the relay: see the same migration of SQLite.
alter table job add column campaign_id bytea;
alter table job add column step bigint not null default 0;
alter table job add column channel text not null default 'email';
alter table job add column planned_ms bigint not null default 0;
alter table job add column pool bigint not null default 0;
alter table job add column linked bigint not null default 0;
alter table job add column bounced bigint not null default 0;
create index job_by_campaign on job (tenant_id, campaign_id, prospect_id)
  where campaign_id is not null;
create index job_by_hand_over on job (tenant_id, first_ms) where campaign_id is not null;
alter table sender_day add column last_ms bigint not null default 0;
create table campaign (
  tenant_id bigint not null,
  campaign_id bytea not null,
  state text not null,
  version bigint not null default 0,
  since_ms bigint not null default 0,
  primary key (tenant_id, campaign_id)
) partition by hash (tenant_id);
call palier_wall ('campaign');

create table enrolment (
  tenant_id bigint not null,
  campaign_id bytea not null,
  prospect_id bytea not null,
  state text not null,
  entered_ms bigint not null,
  region bigint not null,
  firm text,
  opened bigint not null default 0,
  clicked bigint not null default 0,
  replied bigint not null default 0,
  met bigint not null default 0,
  halted_ms bigint not null default 0,
  primary key (tenant_id, campaign_id, prospect_id)
) partition by hash (tenant_id);
call palier_wall ('enrolment');
create index enrolment_by_prospect on enrolment (tenant_id, prospect_id);
create index enrolment_by_firm on enrolment (tenant_id, firm) where firm is not null;
create table pass (
  tenant_id bigint not null primary key,
  due_ms bigint not null,
  version bigint not null default 0
);
grant select, insert, update, delete on pass to palier_relay;
create index pass_by_time on pass (due_ms);
