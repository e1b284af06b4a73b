/**
 * Environment in, frozen settings out. The only module that reads process.env. Each process declares a shape in
 * its own config.ts (exported as `settingsShape`); what every process shares stands here.
 */
import { z } from 'zod';
import { logLevels } from './log.ts';

export const urlOf = (...protocols: string[]) =>
  z
    .string()
    .refine(
      (text) => URL.canParse(text) && protocols.includes(new URL(text).protocol),
      `expected a URL that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
    );

export const wholeNumber = (least: number, most: number) => z.coerce.number().int().min(least).max(most);
/** 0 = any free port. */
export const portNumber = wholeNumber(0, 65535);
export const onOff = z.stringbool({ truthy: ['on', 'yes', 'true', '1'], falsy: ['off', 'no', 'false', '0'] });
/** `a, b` → ['a', 'b']; the empty text is the empty list. */
export const commaList = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

const oneKey = /^[A-Za-z0-9_-]{1,32}:[A-Za-z0-9_-]{43}$/;
/** `kid:base64url(32 bytes)`, comma-separated; the first one signs. Read by runtime/keyring.ts. */
export const keyRingText = z
  .string()
  .refine(
    (text) => text.split(',').every((key) => oneKey.test(key.trim())),
    'expected a comma list of kid:key, key being 32 bytes in base64url (43 characters)',
  );

/** What even the smallest process has: a name, a log and a private port (/healthz, /readyz, /metrics). */
export const processShape = {
  PROCESS_NAME: z.string().min(1),
  LOG_LEVEL: z.enum(logLevels).default('info'),
  PRIVATE_HOST: z.string().default('127.0.0.1'),
  PRIVATE_PORT: portNumber.default(0),
};

/** What the processes that serve sales share. */
export const commonShape = {
  ...processShape,
  DATABASE_URL: urlOf('postgres:', 'postgresql:'),
  REDIS_URL: urlOf('redis:', 'rediss:'),
  /** REDIS_URL where it is not set. */
  BULLMQ_REDIS_URL: urlOf('redis:', 'rediss:'),
  USHER_KEYS: keyRingText,
  PUBLIC_URL: urlOf('http:', 'https:').transform((url) => url.replace(/\/+$/, '')),
};

export type Environment = Readonly<Record<string, string | undefined>>;
export type SettingsOf<Shape extends z.ZodRawShape> = Readonly<z.output<z.ZodObject<Shape>>>;

/**
 * Reports every mistake at once, by variable name, before anything is opened. An empty value counts as none.
 */
export function readConfig<Shape extends z.ZodRawShape>(
  shape: Shape,
  env: Environment = process.env,
): SettingsOf<Shape> {
  const parsed = parseConfig(shape, env);
  if (parsed.success) return parsed.settings;
  console.error(
    `Cannot start: settings are wrong or missing\n${parsed.mistakes.map((m) => `  ${m}`).join('\n')}`,
  );
  process.exit(78); // EX_CONFIG: starting again will not help.
}

export type ParsedConfig<Settings> =
  | { success: true; settings: Settings }
  | { success: false; mistakes: string[] };

/** As readConfig, for who has other mistakes to add before giving up: the launcher. */
export function parseConfig<Shape extends z.ZodRawShape>(
  shape: Shape,
  env: Environment = process.env,
): ParsedConfig<SettingsOf<Shape>> {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = z.object(shape).safeParse({ BULLMQ_REDIS_URL: given.REDIS_URL, ...given });
  if (parsed.success) return { success: true, settings: Object.freeze(parsed.data) };
  return { success: false, mistakes: parsed.error.issues.map((issue) => sentence(issue, given)) };
}

/** `PORT: expected number, received NaN`: the name first. The value is left out, for it may be a secret. */
function sentence(issue: z.core.$ZodIssue, given: Record<string, unknown>) {
  const name = String(issue.path[0]);
  return given[name] === undefined ? `${name}: is required` : `${name}: ${issue.message}`;
}
