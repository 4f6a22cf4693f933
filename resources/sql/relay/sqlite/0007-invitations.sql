-- Who is invited into an agency: found by the directory under a digest of address and code.
create table invitation (
  tenant_id integer not null,
  invitation_id blob not null,
  digest blob not null,
  sealed_email blob not null,
  role text not null,
  created_ms integer not null,
  until_ms integer not null,
  primary key (tenant_id, invitation_id)
);
