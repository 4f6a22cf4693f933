-- Where the access log begins, once what is a year old was let go: see the same of SQLite.
alter table access_head add column kept_seq bigint not null default 0;
alter table access_head add column kept_chain bytea;
alter table access_head add column kept_head bytea;
