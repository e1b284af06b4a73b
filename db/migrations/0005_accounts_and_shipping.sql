-- Accounts of buyers. What names a person is sealed field by field (AES-256-GCM, bound to the row); who has an address is
-- found by a blind index alone.

create table account (
  id             text primary key,
  email_index    text,
  email_sealed   text,
  name_sealed    text,
  phone_index    text,
  phone_sealed   text,
  password_hash  text,
  language       text not null default 'en' check (language in ('ko', 'en')),
  created_at     timestamptz not null default now(),
  changed_at     timestamptz not null default now(),
  -- Deleting an account erases what names the person; the row stays for the orders that refer to it.
  deleted_at     timestamptz,
  check ((deleted_at is null) = (email_index is not null)),
  check ((deleted_at is null) = (email_sealed is not null)),
  check ((deleted_at is null) = (name_sealed is not null)),
  check ((deleted_at is null) = (password_hash is not null)),
  check (phone_index is null or phone_sealed is not null)
);
create unique index account_email on account (email_index) where email_index is not null;
create unique index account_phone on account (phone_index) where phone_index is not null;

create table account_address (
  id          text primary key,
  account_id  text not null references account,
  sealed      text not null,
  is_default  boolean not null default false,
  created_at  timestamptz not null default now()
);
create unique index account_address_default on account_address (account_id) where is_default;
create index account_address_account on account_address (account_id);

-- Sign-ins of staff and of accounts are one kind of thing: a refresh token that is handed on, and ends its family when an
-- old one is shown again.
alter table staff_login rename to login;
alter table login
  alter column staff_id drop not null,
  add column account_id text references account,
  -- Where it was opened, as its browser said: for the list of one's own sign-ins.
  add column device text not null default '',
  add constraint login_holder check (num_nonnulls(staff_id, account_id) = 1);
create index login_account on login (account_id) where account_id is not null;
create index login_staff on login (staff_id) where staff_id is not null;

create index order_account on "order" (account_id, created_at desc) where account_id is not null;

-- Goods move on by the calendar of where the organiser is.
alter table sale add column time_zone text not null default 'Asia/Seoul' check (length(time_zone) between 1 and 64);
alter table "order"
  -- When the order moves on by itself; null where it waits for nobody's calendar.
  add column next_step_at   timestamptz,
  add column return_reason  text;
create index order_next_step on "order" (next_step_at) where next_step_at is not null;
alter table command drop constraint command_kind_check;
alter table command add constraint command_kind_check
  check (kind in ('confirm', 'release', 'lapse', 'refund', 'return', 'adjust'));
