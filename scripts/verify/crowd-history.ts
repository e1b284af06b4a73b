/**
 * The crowd's own record, read back: for each visitor what they were told and when. A line that was cut off by a killed
 * crowd is left out; nothing that follows it was written.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { RecordHead, RecordLine } from '../crowd/record-lines.ts';

export interface CrowdHistory {
  readonly file: string;
  readonly saleId: string;
  readonly visitors: readonly VisitorHistory[];
}

export interface VisitorHistory {
  /** Unique over all crowds, for a reader: `crowd visitor 17 of demo-1a2b3c4d`. */
  readonly name: string;
  /** From the first receipt on. */
  readonly entryId: string | null;
  /** With an open socket and a place: [from, to] in milliseconds since 1970; to is null where it never ended. */
  readonly online: readonly (readonly [number, number | null])[];
  readonly lines: readonly RecordLine[];
}

type Line<What extends RecordLine['what']> = Extract<RecordLine, { what: What }>;

export function linesOf<What extends RecordLine['what']>(visitor: VisitorHistory, what: What): Line<What>[] {
  return visitor.lines.filter((line): line is Line<What> => line.what === what);
}

export const allVisitors = (crowds: readonly CrowdHistory[]) =>
  crowds.flatMap(({ saleId, visitors }) => visitors.map((visitor) => ({ saleId, ...visitor })));

export function crowdFilesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.jsonl'))
      .map((name) => path.join(folder, name));
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw fault;
  }
}

export function readCrowd(file: string): CrowdHistory {
  const [head, ...lines] = readFileSync(file, 'utf8').split('\n').flatMap(parsed);
  if (!isHead(head)) throw new Error(`${file} is not the record of a crowd`);
  const byVisitor = Map.groupBy(lines as unknown as RecordLine[], (line) => line.v);
  const visitors = [...byVisitor].map(([v, told]) => historyOf(`visitor ${v} of ${head.crowd}`, told));
  return { file, saleId: head.saleId, visitors };
}

export function historyOf(name: string, lines: readonly RecordLine[]): VisitorHistory {
  const online: [number, number | null][] = [];
  let entryId: string | null = null;
  for (const line of lines) {
    if (line.what === 'online') online.push([line.at, null]);
    const last = online.at(-1);
    if (line.what === 'offline' && last) last[1] = line.at;
    if (line.what === 'place') entryId ??= line.entryId;
  }
  return { name, entryId, online, lines };
}

function parsed(text: string): Record<string, unknown>[] {
  try {
    return text === '' ? [] : [JSON.parse(text) as Record<string, unknown>];
  } catch (fault) {
    if (fault instanceof SyntaxError) return [];
    throw fault;
  }
}

const isHead = (line: unknown): line is RecordHead =>
  typeof line === 'object' && line !== null && 'what' in line && line.what === 'crowd';
