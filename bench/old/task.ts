/** What the parent and a crowd's process say to each other. */
import type { OpenLoopReport, OpenLoopTask } from './open-loop.ts';
import type { ReadersReport, ReadersTask } from './readers.ts';
import type { ShoppersReport, ShoppersTask } from './shoppers.ts';

export type Task = OpenLoopTask | ReadersTask | ShoppersTask;
export type Report = OpenLoopReport | ReadersReport | ShoppersReport;
export type ReportOf<T extends Task> = Extract<Report, { readonly kind: T['kind'] }>;

export type ToCrowd = { readonly type: 'prepare'; readonly task: Task } | { readonly type: 'go' };
/** `ready`: everything that comes before the clock starts is done, in so many seconds. */
export type FromCrowd =
  | { readonly type: 'ready'; readonly tookSeconds: number }
  | { readonly type: 'done'; readonly report: Report }
  | { readonly type: 'failed'; readonly why: string };

/** What a kind of crowd is: first it gets ready, then it goes. */
export type Prepare<T extends Task> = (task: T) => Promise<() => Promise<ReportOf<T>>>;
