/**
 * A setting's largest value that was ever in force. What was done under it was right then, so invariants compare with it;
 * the audit has each change with the value before it (VER-4).
 */
import { type RawBuilder, sql } from 'kysely';

type Setting = { column: 'floor_max' | 'admit_per_minute' | 'per_visitor_max'; name: string };

const settings = {
  floorMax: { column: 'floor_max', name: 'floorMax' },
  admitPerMinute: { column: 'admit_per_minute', name: 'admitPerMinute' },
  perVisitorMax: { column: 'per_visitor_max', name: 'perVisitorMax' },
} as const satisfies Record<string, Setting>;

/** A query of (sale_id, most). */
export function mostInForce(setting: keyof typeof settings): RawBuilder<unknown> {
  const { column, name } = settings[setting];
  return sql`
    select sale.id as sale_id, greatest(sale.${sql.ref(column)}, max((detail->${sql.lit(name)}->>'was')::int)) as most
    from sale left join audit on audit.sale_id = sale.id and audit.act = 'sale.change' and detail ? ${sql.lit(name)}
    group by sale.id`;
}
