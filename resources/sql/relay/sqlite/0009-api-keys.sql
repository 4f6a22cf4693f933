-- Keys of the public API. prefix is the part that may be shown, by which the directory finds the
-- tenant; digest that of the whole key. expires_ms 0: it does not.
create table api_key (
  tenant_id integer not null,
  key_id blob not null,
  prefix text not null,
  digest blob not null,
  sealed_name blob not null,
  grants integer not null,
  created_ms integer not null,
  used_ms integer not null default 0,
  expires_ms integer not null default 0,
  primary key (tenant_id, key_id)
);
create unique index api_key_by_prefix on api_key (tenant_id, prefix);
