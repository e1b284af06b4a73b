-- A draw keeps the signature of the round that was mixed into it, and the chain whose signature was demanded; what was not
-- believed is public with its reason (LIN-39).
alter table sale
  add column draw_beacon_chain      text check (draw_beacon_chain ~ '^[0-9a-f]{64}$'),
  add column draw_beacon_signature  text check (draw_beacon_signature ~ '^([0-9a-f]{2})+$'),
  -- What is signed beside the round's number, where a chain links its rounds.
  add column draw_beacon_previous   text check (draw_beacon_previous ~ '^([0-9a-f]{2})+$'),
  add column draw_beacon_refused    text
    check (draw_beacon_refused in ('unsigned', 'randomness', 'signature', 'chain', 'scheme')),
  add constraint sale_beacon_is_its_signature
    check (draw_beacon_signature is null
           or draw_beacon = encode(sha256(decode(draw_beacon_signature, 'hex')), 'hex')),
  add constraint sale_beacon_is_signed
    check (draw_beacon_state <> 'mixed' or draw_beacon_chain is null or draw_beacon_signature is not null);
