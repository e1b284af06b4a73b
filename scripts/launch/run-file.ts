/** `.usher/run.json`: where everything is, for scripts and tests. There exactly while all of it is ready. */
import { rmSync } from 'node:fs';
import { keepFile, readKept } from './keep-file.ts';

export type RunFile = {
  url: string;
  /** The launcher's: SIGTERM there stops everything. */
  pid: number;
  owner: { email: string; password: string };
  databaseUrl: string;
  redisUrl: string;
  /** `url` is the private one (/readyz, /metrics) of a process, and the address of a store. */
  processes: { name: string; pid: number; url: string }[];
};

export const writeRunFile = (file: string, run: RunFile) => keepFile(file, run);
export const readRunFile = (file: string) => readKept<RunFile>(file);
export const removeRunFile = (file: string) => rmSync(file, { force: true });
