/**
 * Line scripts as typed functions. Each is the prelude and its own file, run by digest; the reply is parsed, because a
 * script is a boundary like any other. See redis/line.ts for why a missing script is not simply sent along.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { lineKeys } from './keys.ts';
import { type Line, LineBusy, NumbersSpent } from './line.ts';
import { rememberScript } from './line-scripts.ts';

const here = new URL('./line/', import.meta.url);
const prelude = readFileSync(new URL('prelude.lua', here), 'utf8');
export interface LineCall {
  readonly saleId: string;
}

/** `args` come after the generation. The reply is a list of texts. */
export function defineLineScript<Input extends LineCall, Reply>(script: {
  readonly name: string;
  readonly args: (input: Input) => readonly (string | number)[];
  readonly reply: (texts: readonly string[], input: Input) => Reply;
  /** Sends the source along: for the one script that must run before any other may. */
  readonly isFirst?: boolean;
}): (line: Line, input: Input) => Promise<Reply> {
  const lua = `${prelude}\n${readFileSync(new URL(`${script.name}.lua`, here), 'utf8')}`;
  const sha = createHash('sha1').update(lua).digest('hex');
  rememberScript(lua);

  return async (line, input) => {
    const keys = lineKeys(input.saleId);
    const rest = [...keys, String(line.generation()), ...script.args(input)];
    const run = () =>
      script.isFirst
        ? line.redis.eval(lua, keys.length, ...rest)
        : line.redis.evalsha(sha, keys.length, ...rest);
    const raw = await run().catch(async (error: unknown) => {
      if (!messageOf(error).startsWith('NOSCRIPT')) return failed(line, error);
      const isOurs = await line.reload().catch((cause: unknown) => failed(line, cause));
      if (!isOurs) throw new LineBusy('another Redis, not rebuilt yet', { cause: error });
      return await run().catch((again: unknown) => failed(line, again));
    });
    return script.reply(textsOf(raw), input);
  };
}

/** Says what a failed script means to the caller: busy, numbers spent, or a bug that travels on. */
function failed(line: Line, error: unknown): never {
  const message = messageOf(error);
  if (message.startsWith('NUMBERS')) throw new NumbersSpent(message, { cause: error });
  // A script's own mistake is a bug; anything else is Redis being away, full, loading or of another generation.
  if (/user_script|Error compiling|wrong number of arg/i.test(message)) throw error;
  if (message.startsWith('STALE')) line.refresh().catch(() => {}); // The next one knows better, or is busy too.
  throw new LineBusy(message, { cause: error });
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function textsOf(raw: unknown): readonly string[] {
  if (!Array.isArray(raw)) throw new Error('a line script answers a list');
  return raw.map(String);
}
