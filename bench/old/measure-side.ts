/** One crowd at one side: from two empty stores to the report, what it cost, and what the database says of it. */

import { sendCrowd } from './send-crowd.ts';
import { openSide, type Side, type SideName, type Sold, type Wish } from './side.ts';
import { countSpent, type Spent } from './spent.ts';
import type { Report, ReportOf, Task } from './task.ts';

export interface Measured<T extends Task> {
  readonly report: ReportOf<T>;
  readonly spent: Spent;
  readonly sold: Sold;
  /** What the crowd did before the clock started. */
  readonly preparedSeconds: number;
  /** From the beginning until nothing was left to follow: every ticket made, every mail sent. */
  readonly followedSeconds: number;
}

export async function measureSide<T extends Task>(
  name: SideName,
  wish: Wish & { readonly settleMs?: number },
  taskFor: (side: Side) => T,
): Promise<Measured<T>> {
  const side = await openSide(name, wish);
  try {
    return await measureCrowd(side, taskFor(side), wish.settleMs);
  } finally {
    await side.stop();
  }
}

/** Throws where the books of the side do not add up: a rate of sales that are none is no rate. */
export async function measureCrowd<T extends Task>(side: Side, task: T, settleMs = 0): Promise<Measured<T>> {
  const crowd = await sendCrowd(task);
  try {
    const spending = await countSpent(side, crowd.pid, settleMs);
    const beganAtMs = performance.now();
    const [report] = await Promise.all([crowd.go(), side.open()]);
    const processorMs = spending.processor();
    await side.followed();
    const followedSeconds = (performance.now() - beganAtMs) / 1_000;
    const spent = { processorMs, ...(await spending.stores()) };
    const sold = await side.sold();
    const broken = await side.broken();
    if (sold.taken !== sold.orders) broken.push(`${sold.taken} units taken by ${sold.orders} orders`);
    broken.push(...missing(report, sold));
    if (broken.length > 0) throw new Error(`${side.name}: ${broken.join(', ')}`);
    return { report, spent, sold, preparedSeconds: crowd.preparedSeconds, followedSeconds };
  } finally {
    await crowd.end();
  }
}

/** What a buyer was told must be in the books; more may be, where the answer came too late for anybody to hear it. */
function missing(report: Report, { orders, paid }: Sold): string[] {
  if (report.kind === 'readers') return [];
  const told =
    report.kind === 'openLoop'
      ? { orders: report.granted, paid: 0 }
      : { orders: report.ordered, paid: report.paid };
  return [
    ...(told.orders > orders ? [`${told.orders} told of an order, ${orders} in the books`] : []),
    ...(told.paid > paid ? [`${told.paid} told of a payment, ${paid} in the books`] : []),
  ];
}
