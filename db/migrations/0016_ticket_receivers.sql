-- A ticket that was offered or given belongs to an address. The account that proved this address finds it by the blind
-- index, without the link of the letter. What was offered before has none yet: only the keys can make it, so a
-- queue-worker does (queue-worker/keys/index-receivers.ts).
alter table ticket_transfer add column receiver_index text;
create index ticket_transfer_receiver on ticket_transfer (receiver_index) where state <> 'withdrawn';
create index ticket_transfer_unindexed on ticket_transfer (id) where receiver_index is null;
