/**
 * A connection to PostgreSQL that prepares what it is asked again and again: the text is read and planned once a
 * connection, and then named. Of a statement that finds its row by a key that is three quarters of the work.
 *
 * Only texts that came back are named, and a bounded number of them, for each takes memory in every connection. A table
 * that gets another column under a running process makes PostgreSQL refuse what was prepared before: from then on all is
 * prepared anew, and the refused statement is sent again where no transaction has ended with it (RUN-35).
 */
import pg from 'pg';

/** From then on a text is named. */
const ASKED_MIN = 3;
/** Those of the busiest process are some 150. */
const NAMED_MAX = 400;
/** Texts whose length differs with each list of values would fill the memory otherwise. */
const COUNTED_MAX = 2_000;

const names = new Map<string, string>();
const asked = new Map<string, number>();
let generation = 0;

/** Null: not worth a name, or not yet. */
function nameOf(text: string): string | null {
  const known = names.get(text);
  if (known !== undefined) return known;
  const times = (asked.get(text) ?? 0) + 1;
  if (times < ASKED_MIN || names.size >= NAMED_MAX) {
    if (asked.size >= COUNTED_MAX) asked.clear();
    asked.set(text, times);
    return null;
  }
  asked.delete(text);
  const name = `kept-${generation}-${names.size}`;
  names.set(text, name);
  return name;
}

/** All names are other ones from now on, in each connection of the process. */
function forgetNames(): void {
  generation += 1;
  names.clear();
}

const FEATURE_NOT_SUPPORTED = '0A000';
const isOutdated = (fault: unknown): boolean =>
  fault instanceof pg.DatabaseError &&
  fault.code === FEATURE_NOT_SUPPORTED &&
  fault.message.includes('cached plan');

type Query = (config: unknown, values?: unknown, callback?: unknown) => unknown;

export class PreparingClient extends pg.Client {
  // `query` has nine shapes: the one of text and values is ours, all others are pg's own business.
  override query = ((config: unknown, values?: unknown, callback?: unknown) => {
    const plain = super.query.bind(this) as Query;
    const isAsked = typeof config === 'string' && Array.isArray(values) && values.length > 0;
    const name = isAsked && callback === undefined ? nameOf(config) : null;
    if (name === null) return plain(config, values, callback);
    return this.#again({ name, text: config as string, values: values as unknown[] });
  }) as pg.Client['query'];

  async #again(statement: { name: string; text: string; values: unknown[] }): Promise<unknown> {
    const plain = super.query.bind(this) as Query;
    const isAlone = this.getTransactionStatus() === 'I';
    try {
      return await plain(statement);
    } catch (fault) {
      if (!isOutdated(fault)) throw fault;
      if (names.get(statement.text) === statement.name) forgetNames();
      if (!isAlone) throw fault;
      return await plain(statement.text, statement.values);
    }
  }
}
