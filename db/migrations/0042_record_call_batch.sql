-- A batch of calls in one question to PostgreSQL (ADM-17): a lock, and then what is only right once the lock is there. Each
-- statement of a function like this one sees what was committed before it began, so the second sees every turn that was
-- given while the first waited; in one statement both would see what was there before the wait.
-- Null, and nothing is recorded, where one of the visitors has a live turn.
create function record_call_batch(
  batch_id text, of_sale text, called text[], their_numbers bigint[], their_lanes text[], their_call_nos integer[]
) returns timestamptz language plpgsql as $$
declare
  claim_until timestamptz;
begin
  -- Who gives turns beside the line's calls holds it alone (db/call-batches.ts, keepBatchesAway).
  perform pg_advisory_xact_lock_shared(hashtextextended('turns|' || of_sale, 0));
  insert into call_batch (id, sale_id, called_at, claim_by, visitors, numbers, lanes, call_nos)
  select batch_id, sale.id, at, at + claim_seconds * interval '1 second', called, their_numbers, their_lanes, their_call_nos
  from sale, (select clock_timestamp() as at) as time
  -- Each is looked up by itself: compared all with all they would take longer the more are inside.
  where sale.id = of_sale and not exists (
    select from unnest(called) as one (visitor) cross join lateral (
      select from admission
      where sale_id = of_sale and visitor_id = visitor and state in ('called', 'shopping') limit 1) as live)
  returning claim_by into claim_until;
  return claim_until;
end
$$;
