/** What was refused is told where it was pressed: on a phone the top of the page is out of sight. */
import { RefusalNote } from '../frame/refusal-note.tsx';
import type { OpenOrder, OrderAct } from './open-order.ts';

export function ActRefusal({ open, acts }: { readonly open: OpenOrder; readonly acts: readonly OrderAct[] }) {
  const last = open.refused.value;
  return last && acts.includes(last.act) ? <RefusalNote refusal={last.refusal} /> : null;
}
