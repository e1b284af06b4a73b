/**
 * Spends the budgets of a new place and says what they mean (ACC-10, ACC-11). A join that is sent away to show its work
 * first gives back what it took: asking costs nobody anything.
 */
import { joinBudgets } from '../../domain/limits.ts';
import { type JoinBudget, networkGroup, type Suspicion, suspicionOf } from '../../domain/suspicion.ts';
import type { Budgets } from '../../redis/budgets.ts';

export interface Joiner {
  readonly account: string | null;
  /** What stays the same of a browser; null where nothing does. */
  readonly device: string | null;
  readonly address: string;
  /** The group of the address (domain/suspicion.ts). */
  readonly group: string;
}

export interface Judged {
  readonly suspicion: Suspicion;
  giveBack(): Promise<void>;
}

export async function judgeJoin(budgets: Budgets, who: Joiner): Promise<Judged> {
  const whose: Readonly<Record<JoinBudget, string | null>> = {
    account: who.account,
    device: who.device,
    address: who.group,
    network: networkGroup(who.address),
  };
  const asked = (Object.keys(joinBudgets) as JoinBudget[]).flatMap((kind) => {
    const name = whose[kind];
    return name === null ? [] : [{ kind, name }];
  });
  const taken = await Promise.all(
    asked.map(async ({ kind, name }) => {
      const took = await budgets.take(`join-${kind}`, name, joinBudgets[kind]);
      return { kind, name, ...took };
    }),
  );
  const levels = taken.map(({ kind, isTaken, level }) => [
    kind,
    isTaken ? level : joinBudgets[kind].most + 1,
  ]);
  return {
    suspicion: suspicionOf(Object.fromEntries(levels) as Partial<Record<JoinBudget, number>>),
    giveBack: async () => {
      const mine = taken.filter(({ isTaken }) => isTaken);
      await Promise.all(
        mine.map(({ kind, name }) => budgets.giveBack(`join-${kind}`, name, joinBudgets[kind])),
      );
    },
  };
}
