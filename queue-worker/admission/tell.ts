/** PostgreSQL has decided; now the line and the gateways hear it. */
import type { AdmissionFact } from '../../domain/admission-fact.ts';
import { SCRIPT_ENTRIES_MAX } from '../../domain/limits.ts';
import { tellAdmissions } from '../../redis/line/settle-admissions.ts';
import { notify } from '../../redis/notices.ts';
import type { Deps } from '../deps.ts';

/** Whatever order facts are told in: the line takes them forward only. */
export async function tell(
  { redis, line }: Pick<Deps, 'redis' | 'line'>,
  saleId: string,
  facts: readonly AdmissionFact[],
): Promise<void> {
  for (let from = 0; from < facts.length; from += SCRIPT_ENTRIES_MAX) {
    const some = facts.slice(from, from + SCRIPT_ENTRIES_MAX);
    await tellAdmissions(line, { saleId, facts: some });
    await notify(redis, saleId, { type: 'standings', entryIds: some.map(({ entryId }) => entryId) });
  }
}
