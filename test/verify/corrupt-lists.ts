/** Corruptions of raffles and reserve lists: one for each of their invariants. */
import type { Corruption } from './corruption.ts';
import { rafflerOf } from './history-raffle.ts';

export const listCorruptions: readonly Corruption[] = [
  {
    breaks: 'raffle-numbers',
    plants: 'a number that the draw did not give',
    by: [`update reserve_entry set number = 9 where visitor_id = '${rafflerOf(4)}'`],
  },
  {
    breaks: 'list-in-order',
    plants: 'a number asked before a smaller one of its list',
    by: [`update admission set called_at = at(3002) where id = 'adm_r2'`, 'update sale set winners = 3'],
  },
  {
    breaks: 'list-in-order',
    plants: 'a number of the list that was passed by',
    by: [
      `update reserve_entry set state = 'waiting' where visitor_id = '${rafflerOf(2)}'`,
      `delete from admission where id = 'adm_r2'`,
    ],
  },
  {
    breaks: 'winners-bounded',
    plants: 'more turns of a raffle than it has winners',
    by: [`update admission set called_at = at(2999) where id = 'adm_r3'`],
  },
  {
    breaks: 'promises-kept',
    plants: 'a turn of a list for which nothing is left',
    by: [
      `update tier set capacity = 1, available = 1 where id = 'tier_2'`,
      `update ledger set available_delta = 1 where sale_id = 'sal_2'`,
    ],
  },
];
