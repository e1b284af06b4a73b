-- The catalogue: categories, variants and ordinary prices, pictures, hiding and soft deletion, search, and the revision that
-- orders what is kept of a sale outside PostgreSQL (CAT-1 to CAT-16).

-- A tree. `sale.category` holds a slug and no foreign key: a sale may be filed before its category is there.
create table category (
  slug      text primary key check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 64),
  parent    text references category check (parent <> slug),
  position  integer not null check (position >= 0),
  name_ko   text not null check (length(name_ko) between 1 and 100),
  name_en   text not null check (length(name_en) between 1 and 100)
);
create index category_parent on category (parent);

alter table tier
  add attributes         jsonb not null default '{}' check (jsonb_typeof(attributes) = 'object'),
  -- What it ordinarily costs; there only where less is paid.
  add list_price_amount  bigint check (list_price_amount > price_amount);

alter table sale
  add hidden_until         timestamptz,
  add hide_before_opening  boolean not null default false,
  add deleted_at           timestamptz,
  -- With the ledger's sequence it is the version of everything that is shown of a sale: neither ever goes back.
  add revision             bigint not null default 1,
  add check (deleted_at is null or state in ('draft', 'closed'));

create index sale_category on sale (category);
-- What has just changed is looked for five times a second.
create index sale_changed on sale (changed_at);

-- Re-encoded by us, addressed by the digest of its large form; several sales may show the same one.
create table picture (
  hash    text primary key check (hash ~ '^[0-9a-f]{64}$'),
  width   integer not null check (width > 0),
  height  integer not null check (height > 0),
  small   bytea not null,
  large   bytea not null
);
-- WebP does not get smaller by being compressed again.
alter table picture alter small set storage external, alter large set storage external;

create table sale_picture (
  id        text primary key,
  sale_id   text not null references sale,
  hash      text not null references picture,
  position  integer not null,
  alt_ko    text not null default '' check (length(alt_ko) <= 300),
  alt_en    text not null default '' check (length(alt_en) <= 300),
  unique (sale_id, hash),
  unique (sale_id, position) deferrable
);
create index sale_picture_hash on sale_picture (hash);

-- The revision grows with every change of what is shown, whoever makes it and by whatever statement. The writer's changes of
-- stock do not come here: they are counted by the ledger.
create function grow_revision() returns trigger language plpgsql as $$
begin
  new.revision := old.revision + 1;
  new.changed_at := now();
  return new;
end $$;
create trigger sale_revision before update on sale for each row execute function grow_revision();

create function touch_sale() returns trigger language plpgsql as $$
begin
  update sale set revision = revision where id = coalesce(new.sale_id, old.sale_id);
  return null;
end $$;
create trigger tier_of_sale after insert or update of name, price_amount, list_price_amount, attributes, position on tier
  for each row execute function touch_sale();
create trigger picture_of_sale after insert or update or delete on sale_picture
  for each row execute function touch_sale();

-- Search. Taken apart into letters (NFD) a Korean syllable is two or three of them, so that two syllables are enough for a
-- trigram, and an accent may be left out. Words are also found by their stem, in English.
create function search_letters(words text) returns text language sql immutable parallel safe
  return lower(normalize(words, nfd));
create function sale_words(title text, venue text, category text, description text) returns text
  language sql immutable parallel safe
  return title || ' ' || coalesce(venue, '') || ' ' || category || ' ' || description;

create index sale_stems on sale using gin (to_tsvector('english', sale_words(title, venue, category, description)));

-- Where the module may not be had, search finds the same and reads every sale for it.
do $$
begin
  create extension if not exists pg_trgm;
  create index sale_trigrams on sale using gin (search_letters(sale_words(title, venue, category, description)) gin_trgm_ops);
exception when insufficient_privilege or undefined_file or feature_not_supported then
  raise warning 'pg_trgm is not available: search works without its index';
end $$;
