-- Each base has a key of its own for its suppression list, and bases that come together keep them
-- all. The one in the tenant's row is of the time when there was one.
create table suppression_key (
  tenant_id integer not null,
  name text not null,
  sealed blob not null,
  primary key (tenant_id, name)
);
