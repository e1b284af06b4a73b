/** Settings of the sandbox bank. The knobs are also changeable while it runs: PUT /v1/knobs. */
import { z } from 'zod';
import { sandboxProfileName } from '../payment/sandbox-knobs.ts';
import { portNumber, processShape, type SettingsOf, urlOf, wholeNumber } from '../runtime/config.ts';

const percent = z.coerce.number().min(0).max(100).default(0);

export const settingsShape = {
  ...processShape,
  SANDBOX_HOST: z.string().default('127.0.0.1'),
  SANDBOX_PORT: portNumber.default(0),
  /** Authenticates who calls the API, and signs webhooks. */
  SANDBOX_SECRET: z.string().min(32),
  /** Where buyers reach the gateway, which shows this bank's pages under /sandbox. */
  PUBLIC_URL: urlOf('http:', 'https:').transform((url) => url.replace(/\/+$/, '')),
  SANDBOX_WEBHOOK_URL: urlOf('http:', 'https:'),
  /** The bank's books; a folder of its own. */
  SANDBOX_DATA_DIR: z.string().min(1).default('.usher/sandbox'),
  /** A named set of the knobs below, which wins over them: fail20, slow, lost … (payment/sandbox-knobs.ts). */
  SANDBOX_PROFILE: sandboxProfileName.optional(),
  SANDBOX_FAIL_PERCENT: percent,
  SANDBOX_DELAY_MS: wholeNumber(0, 60_000).default(0),
  SANDBOX_DUPLICATES: wholeNumber(0, 20).default(0),
  SANDBOX_DROP_PERCENT: percent,
  SANDBOX_LATE_MS: wholeNumber(0, 86_400_000).default(0),
};
export type SandboxSettings = SettingsOf<typeof settingsShape>;
