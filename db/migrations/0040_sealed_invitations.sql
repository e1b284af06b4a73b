-- Whom an invitation of staff is for is sealed, and found by blind index (RUN-21). What was written before stands in `email`
-- and is read there until a queue-worker has sealed it (queue-worker/keys/seal-invitations.ts): only the keys can.
alter table staff_invitation
  alter column email drop not null,
  add column email_sealed text,
  add column email_index text,
  add constraint staff_invitation_is_sealed check (
    (email is null) = (email_sealed is not null) and (email_sealed is null) = (email_index is null));
create unique index staff_invitation_open_index on staff_invitation (email_index) where ended_at is null;
create index staff_invitation_in_clear on staff_invitation (id) where email is not null;
