-- People: two-step sign-in and invitations of staff, flags on accounts with their appeals, and what sign-ins need so that
-- two tabs at once are no theft and an ended one counts at once.

alter table staff
  -- Withdrawn: signs in no more. The row stays for the journal.
  add column withdrawn_at         timestamptz,
  -- The secret of the member's authenticator, and the next one until a code has confirmed it.
  add column totp_sealed          text,
  add column totp_pending_sealed  text,
  add column totp_since           timestamptz,
  -- The last time step of a code that was taken: each code is good once.
  add column totp_step            bigint not null default 0,
  add constraint staff_totp_check check ((totp_sealed is null) = (totp_since is null));

-- Ways in without the authenticator, each good once. 80 random bits each, so a plain digest is enough.
create table staff_recovery_code (
  staff_id     text not null references staff,
  code_digest  text not null,
  used_at      timestamptz,
  primary key (staff_id, code_digest)
);

create table staff_invitation (
  id             text primary key,
  email          text not null check (email = lower(email)),
  role           text not null check (role in ('owner', 'operator', 'support', 'door')),
  code_digest    text not null,
  invited_by     text not null,
  created_at     timestamptz not null default now(),
  expires_at     timestamptz not null,
  ended_at       timestamptz,
  ended_because  text check (ended_because in ('joined', 'withdrawn', 'replaced')),
  check ((ended_at is null) = (ended_because is null))
);
create unique index staff_invitation_open on staff_invitation (email) where ended_at is null;

-- An account that was found to abuse the house. What the staff writes is shown to the person; what the person writes is
-- sealed. `flagged → appealed → kept` or `lifted`; an account has one at most that is not lifted.
create table account_flag (
  id             text primary key,
  account_id     text not null references account,
  state          text not null default 'flagged' check (state in ('flagged', 'appealed', 'kept', 'lifted')),
  reason         text not null,
  flagged_by     text not null,
  flagged_at     timestamptz not null default now(),
  appeal_sealed  text,
  appealed_at    timestamptz,
  answer         text,
  answered_by    text,
  answered_at    timestamptz,
  changed_at     timestamptz not null default now(),
  check (state <> 'appealed' or appealed_at is not null),
  check ((state in ('kept', 'lifted')) = (answered_at is not null))
);
create unique index account_flag_live on account_flag (account_id) where state <> 'lifted';
create index account_flag_changed on account_flag (changed_at);

-- When a refresh token was handed on: for a moment afterwards it may be shown again.
alter table spent_refresh add column spent_at timestamptz not null default now();

-- Each API hears every second which sign-ins of buyers have ended; and old ones are cleared away.
create index login_ended on login (ended_at) where ended_at is not null;
create index login_over on login (expires_at);
create index email_code_over on email_code (expires_at);
-- Letters whose effect is there: what they said about a person goes after some days.
create index outbox_mail_done on outbox (done_at) where topic = 'mail' and done_at is not null and payload ? 'sealed';
