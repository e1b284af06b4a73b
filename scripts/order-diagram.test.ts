/** The diagram in docs/ is the table's. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { orderEdges } from '../domain/order-lifecycle.ts';
import { ORDER_DIAGRAM, orderDiagram } from './order-diagram.ts';

test('ORD-16: the diagram in docs/ is drawn from the lifecycle’s table, every edge of it', () => {
  const drawn = readFileSync(ORDER_DIAGRAM, 'utf8');
  expect(drawn, 'node scripts/order-diagram.ts draws it anew').toBe(orderDiagram());
  for (const { from, action, to } of orderEdges) expect(drawn).toContain(`${from} --> ${to}: ${action}`);
});
