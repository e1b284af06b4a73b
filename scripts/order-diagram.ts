/**
 * Draws the order lifecycle from its table (domain/order-lifecycle.ts) into docs/order-lifecycle.md, as Mermaid, which code
 * hosts show as a picture. `node scripts/order-diagram.ts` writes it; a test fails where it is stale (ORD-16).
 */
import { writeFileSync } from 'node:fs';
import { holdsUnits, orderEdges, orderStates, soldUnits } from '../domain/order-lifecycle.ts';

export const ORDER_DIAGRAM = 'docs/order-lifecycle.md';

export function orderDiagram(): string {
  const isFinal = (state: string) => orderEdges.every(({ from, to }) => from !== state || to === state);
  const finals = orderStates.filter(isFinal);
  return `# The lifecycle of an order

Drawn from the table in \`domain/order-lifecycle.ts\` by \`node scripts/order-diagram.ts\`; nothing else decides where an order may
go. A \`refundPart\` gives some units back and leaves the order where it is; its last part is a \`refund\`. Delivered goods come
back by returns, each of some units: a \`takeBackPart\` leaves the rest, a \`takeBack\` takes the last; \`keepRest\` follows when no return
is open any more, taken back or refused. A \`writeOff\` is where a bank or the provider took all the money back, and the units were used, are
on their way or with the buyer. A \`repay\` is the staff's refund of goods that were sent: all the money goes home and the units stay; a
\`repayPart\` is one of some units.

\`\`\`mermaid
stateDiagram-v2
  direction LR
  [*] --> held: reserve
${orderEdges.map(({ from, action, to }) => `  ${from} --> ${to}: ${action}`).join('\n')}
${finals.map((state) => `  ${state} --> [*]`).join('\n')}
\`\`\`

| state | its units are | it may |
|---|---|---|
${orderStates.map((state) => `| \`${state}\` | ${unitsOf(state)} | ${actionsOf(state)} |`).join('\n')}
`;
}

const unitsOf = (state: (typeof orderStates)[number]) =>
  holdsUnits(state) ? 'held' : soldUnits(state) ? 'sold' : 'free';

const actionsOf = (state: string) =>
  orderEdges
    .filter(({ from }) => from === state)
    .map(({ action }) => `\`${action}\``)
    .join(', ') || 'nothing more';

if (import.meta.main) writeFileSync(ORDER_DIAGRAM, orderDiagram());
