-- "It is sold out", to who left an address with a place: once each, and like all letters to everybody behind the ticket of
-- somebody who has just paid (0006).

alter table line_contact add column sold_out_seen_at timestamptz;
create index line_contact_unseen on line_contact (sale_id, visitor_id) where sold_out_seen_at is null;

drop index outbox_fresh;
create index outbox_fresh on outbox
  ((case when topic <> 'mail' then 0
    when payload ->> 'kind' in ('opening', 'not_drawn', 'sold_out') then 2 else 1 end), id)
  where done_at is null and relayed_at is null;
