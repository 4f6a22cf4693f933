-- Where the access log begins, once what is a year old was let go: see palier-access-store.c.
alter table access_head add column kept_seq integer not null default 0;
alter table access_head add column kept_chain blob;
alter table access_head add column kept_head blob;
