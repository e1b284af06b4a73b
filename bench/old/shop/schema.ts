/** The tables of the older shop: what it needs to sell one tier, in a schema of its own beside Usher's. */
import type pg from 'pg';

export interface Stock {
  readonly tierId: string;
  readonly units: number;
  readonly unitAmount: number;
}

const tables = `
create schema older;
create table older.tier (
  id text primary key,
  available integer not null check (available >= 0),
  unit_amount bigint not null
);
create table older."order" (
  id text primary key,
  email text not null,
  name text not null,
  state text not null,
  units integer not null,
  total_amount bigint not null,
  created_at timestamptz not null default now(),
  paid_at timestamptz
);
create index order_email on older."order" (email);
create table older.order_line (
  order_id text not null references older."order",
  line_no integer not null,
  tier_id text not null references older.tier,
  quantity integer not null,
  unit_amount bigint not null,
  primary key (order_id, line_no)
);
create table older.payment (
  id text primary key,
  order_id text not null references older."order",
  state text not null,
  amount bigint not null,
  ref text unique,
  captured_at timestamptz
);
create index payment_order on older.payment (order_id);
`;

/** Anew: what an earlier round sold is gone. */
export async function stockShelves(client: pg.Client, { tierId, units, unitAmount }: Stock): Promise<void> {
  await client.query('drop schema if exists older cascade');
  await client.query(tables);
  await client.query('insert into older.tier values ($1, $2, $3)', [tierId, units, unitAmount]);
}
