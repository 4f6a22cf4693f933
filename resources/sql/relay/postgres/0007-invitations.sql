-- Who is invited into an agency: found by the directory under a digest of address and code.
create table invitation (
  tenant_id bigint not null,
  invitation_id bytea not null,
  digest bytea not null,
  sealed_email bytea not null,
  role text not null,
  created_ms bigint not null,
  until_ms bigint not null,
  primary key (tenant_id, invitation_id)
) partition by hash (tenant_id);
call palier_wall ('invitation');
