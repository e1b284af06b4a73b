/** A PostgreSQL or a Redis that the launcher started and stops. */
import type { Child } from './child.ts';

export type Store = {
  name: 'postgres' | 'redis';
  /** With its password: not for a log. */
  url: string;
  child: Child;
  stop(): Promise<void>;
};
