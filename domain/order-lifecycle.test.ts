/** The lifecycle walked along random histories, and its copy in the migration. */
import { readFileSync } from 'node:fs';
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import {
  holdsUnits,
  nextOrderState,
  type OrderAction,
  type OrderState,
  orderStates,
  soldUnits,
} from './order-lifecycle.ts';

const actions: OrderAction[] = [
  'pay',
  'capture',
  'lapse',
  'cancel',
  'decline',
  'due',
  'voided',
  'issue',
  'prepare',
  'refund',
  'refundPart',
  'ship',
  'deliver',
  'confirm',
  'askReturn',
  'takeBackPart',
  'takeBack',
  'keepRest',
  'refunded',
  'reserveLate',
  'writeOff',
  'repay',
  'repayPart',
];

test.prop([fc.array(fc.constantFrom(...actions), { maxLength: 40 })])(
  'ORD-1: refunded, cancelled and written off are final; confirmed loses its money alone, lapsed comes back by late money alone',
  (history) => {
    let state: OrderState = 'held';
    for (const action of history) {
      const next = nextOrderState(state, action);
      if (['refunded', 'cancelled', 'written_off'].includes(state)) expect(next).toBeNull();
      if (state === 'confirmed' && next !== null)
        expect(['writeOff written_off', 'repay written_off', 'repayPart confirmed']).toContain(
          `${action} ${next}`,
        );
      if (state === 'lapsed' && next !== null) expect([action, next]).toEqual(['reserveLate', 'paid']);
      state = next ?? state;
      expect(holdsUnits(state) && soldUnits(state)).toBe(false);
    }
  },
);

test('ORD-1: the CHECK of the newest migration lists the same states', () => {
  const sql = readFileSync(new URL('../db/migrations/0021_written_off.sql', import.meta.url), 'utf8');
  const list = /constraint order_state_check\s+check \(state in \(([\s\S]*?)\)\)/.exec(sql)?.[1] ?? '';
  const words = [...list.matchAll(/'(\w+)'/g)].map((match) => match[1]);
  expect(words.sort()).toEqual([...orderStates].sort());
});
