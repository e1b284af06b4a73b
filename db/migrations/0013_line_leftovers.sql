-- When somebody who left an address is to be looked for again, so that reminding costs what is near and not what waits.

-- Once the line's counter stands here, in this generation of it, half of the way to the letter may be gone. 0: at once.
alter table line_contact
  add column look_moved       bigint not null default 0,
  add column look_generation  bigint not null default 0;
drop index line_contact_open;
create index line_contact_look on line_contact (sale_id, look_moved) where near_mailed_at is null;
create index line_contact_generation on line_contact (sale_id, look_generation) where near_mailed_at is null;
