/** One crowd at one side: from two empty stores to the report, what it cost, and what the database says of it. */

import { sendCrowd } from './send-crowd.ts';
import { openSide, type Side, type SideName, type Sold, type Wish } from './side.ts';
import { countSpent, type Spent } from './spent.ts';
import type { ReportOf, Task } from './task.ts';

export interface Measured<T extends Task> {
  readonly report: ReportOf<T>;
  readonly spent: Spent;
  readonly sold: Sold;
  /** What the crowd did before the clock started. */
  readonly preparedSeconds: number;
}

export async function measureSide<T extends Task>(
  name: SideName,
  wish: Wish,
  taskFor: (side: Side) => T,
): Promise<Measured<T>> {
  const side = await openSide(name, wish);
  try {
    return await measureCrowd(side, taskFor(side));
  } finally {
    await side.stop();
  }
}

/** Throws where the books of the side do not add up: a rate of sales that are none is no rate. */
export async function measureCrowd<T extends Task>(side: Side, task: T): Promise<Measured<T>> {
  const crowd = await sendCrowd(task);
  try {
    const stopCounting = await countSpent(side, crowd.pid);
    const [report] = await Promise.all([crowd.go(), side.open()]);
    const spent = await stopCounting();
    const sold = await side.sold();
    const broken = await side.broken();
    if (sold.taken !== sold.orders) broken.push(`${sold.taken} units taken by ${sold.orders} orders`);
    if (broken.length > 0) throw new Error(`${side.name}: ${broken.join(', ')}`);
    return { report, spent, sold, preparedSeconds: crowd.preparedSeconds };
  } finally {
    await crowd.end();
  }
}
