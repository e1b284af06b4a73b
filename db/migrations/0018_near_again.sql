-- A letter that the turn is near is written once for each place, and again after the place was let so far back that it was near
-- no more. Letters of one place are told apart by this count.

alter table line_contact add column near_round integer not null default 0;
