-- What is to be relayed, found without reading what waits for its effect: a raffle leaves a million letters open for hours,
-- and the ticket of somebody who has just paid goes before all of them (db/outbox.ts says the order).
create index outbox_fresh on outbox
  ((case when topic <> 'mail' then 0 when payload ->> 'kind' in ('opening', 'not_drawn') then 2 else 1 end), id)
  where done_at is null and relayed_at is null;
create index outbox_again on outbox (relayed_at) where done_at is null and relayed_at is not null;
