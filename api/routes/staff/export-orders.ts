/**
 * GET /staff/orders/export: what the list finds, as one CSV file, piece by piece (ORD-18). Names and addresses are in it for
 * whoever may take them out of the house, and for nobody else; that it was taken is in the journal before its first byte.
 *
 * The file is safe to open in a spreadsheet: cells that would be formulas are text. Money is in minor units beside its
 * currency.
 */
import { createRoute, z } from '@hono/zod-openapi';
import { stringify } from 'csv-stringify/sync';
import { type Act, recordAct, staffActor } from '../../../db/audit.ts';
import { listOrders, type OrderSearch } from '../../../db/orders.ts';
import { moneyBack } from '../../../domain/money-back.ts';
import type { OrderView } from '../../../domain/order-view.ts';
import { postalFields } from '../../../domain/postal-address.ts';
import { mayDo } from '../../../domain/staff-role.ts';
import { refusing } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { staffWho } from '../../identity.ts';
import { searchOf, searchShape } from '../../order-search.ts';
import { streamOf } from '../../stream-of.ts';
import { orderView } from '../../views.ts';

/** Of one piece: some 200 KB, read while the one before is on its way. */
const ORDERS_A_PIECE = 500;

const columns = ['order', 'sale', 'state', 'created', 'paid', 'closed', 'items', 'currency', 'total', 'points', 'refunded', 'provider', 'reason', 'takenBackBy', 'parts', 'returns'] as const; // biome-ignore format: the file's first line
const people = ['name', 'email', ...postalFields] as const;

export function exportOrdersRoute(app: Api, deps: Deps): void {
  const route = createRoute({
    method: 'get',
    path: '/api/staff/orders/export',
    summary: 'Orders as a CSV file',
    description: 'The filters of the list. Names and addresses are left out for who may not take them.',
    security: [{ staff: [] }],
    request: { query: z.strictObject(searchShape) },
    middleware: staffWho(deps, 'readOrders'),
    responses: {
      200: { description: 'The file', content: { 'text/csv': { schema: z.string() } } },
      ...refusing('not_signed_in', 'not_allowed', 'not_found', 'invalid_request'),
    },
  });
  app.openapi(route, async (c) => {
    const ask = c.req.valid('query');
    const search = await searchOf(deps, ask);
    const { id, role } = c.get('staff');
    const withPeople = mayDo(role, 'exportPeople');
    const { email, ...filters } = ask;
    const detail = { filters, byEmail: email !== undefined, withPeople };
    const act: Act = { actor: staffActor(id), act: 'orders.export', saleId: search.saleId ?? null, detail };
    await deps.db.transaction().execute((trx) => recordAct(trx, act));
    const body = streamOf(piecesOf(deps, search, withPeople), () => {});
    c.header('content-type', 'text/csv; charset=utf-8');
    c.header('content-disposition', 'attachment; filename="orders.csv"');
    return c.body(body, 200) as never;
  });
}

type Search = Omit<OrderSearch, 'orders' | 'afterId'>;

async function* piecesOf({ db, ring }: Deps, search: Search, withPeople: boolean): AsyncGenerator<string> {
  const head = [...columns, ...(withPeople ? people : [])];
  yield stringify([head], { bom: true });
  for (let afterId: string | undefined; ; ) {
    const rows = await listOrders(db, { ...search, afterId, orders: ORDERS_A_PIECE });
    const last = rows.at(-1);
    if (!last) return;
    const cells = rows.map((row) => cellsOf(orderView(ring, row), withPeople));
    yield stringify(cells, { escape_formulas: true });
    if (rows.length < ORDERS_A_PIECE) return;
    afterId = last.id;
  }
}

const cellsOf = (order: OrderView, withPeople: boolean) => [
  order.id,
  order.sale.slug,
  order.state,
  order.createdAt,
  order.paidAt,
  order.closedAt,
  order.lines.map(({ name, quantity }) => `${name} × ${quantity}`).join('; '),
  order.total.currency,
  order.total.amount,
  order.pointsSpent,
  moneyBack(order),
  order.payments.map(({ provider, state }) => `${provider} ${state}`).join('; '),
  order.reason,
  order.takenBackBy,
  order.partRefunds.map((part) => `${unitsOf(order, part.lines)}: ${part.reason ?? ''}`).join('; '),
  order.returns.map((one) => `${unitsOf(order, one.lines)}: ${one.reason} (${one.state})`).join('; '),
  ...(withPeople ? peopleOf(order) : []),
];

const unitsOf = ({ lines }: OrderView, units: OrderView['returns'][number]['lines']): string =>
  units
    .map(({ lineNo, quantity }) => `${lines.find((line) => line.lineNo === lineNo)?.name} × ${quantity}`)
    .join(', ');

/** An order that goes by no post leaves the columns of the address empty. */
const peopleOf = ({ contact, address }: OrderView) => [
  contact.name,
  contact.email,
  ...postalFields.map((field) => address?.[field]),
];
