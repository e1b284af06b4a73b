/**
 * The settings of `npm start` itself. Those of the processes are checked here too, by the shapes that they
 * declare, so that every mistake is named before anything starts.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import {
  type Environment,
  keyRingText,
  onOff,
  parseConfig,
  portNumber,
  type SettingsOf,
  urlOf,
  wholeNumber,
} from '../../runtime/config.ts';
import { checkout } from './folder.ts';
import type { ProcessPlan } from './processes.ts';

const processCount = wholeNumber(1, 64);

export const launcherShape = {
  /** 0 = any free one. */
  PORT: portNumber.default(8080),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: urlOf('http:', 'https:').optional(),
  DATABASE_URL: urlOf('postgres:', 'postgresql:').optional(),
  REDIS_URL: urlOf('redis:', 'rediss:').optional(),
  BULLMQ_REDIS_URL: urlOf('redis:', 'rediss:').optional(),
  USHER_KEYS: keyRingText.optional(),
  GATEWAYS: processCount.default(1).refine((count) => count === 1 || process.platform === 'linux', {
    error: 'more than one on the same port needs Linux',
  }),
  APIS: processCount.default(1),
  QUEUE_WORKERS: processCount.default(2),
  USHER_DEMO: onOff.default(true),
  SMTP_URL: urlOf('smtp:', 'smtps:').optional(),
};

export type LauncherSettings = SettingsOf<typeof launcherShape>;

/** Settings in a file named .env count where the environment says nothing. */
export function loadEnvFile(): void {
  const file = path.join(checkout, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
}

export const parseLauncherSettings = (env: Environment) => parseConfig(launcherShape, env);

/** Every mistake that a process would name at its start, with whose it is where only one has it. */
export async function mistakesOfProcesses(plans: readonly ProcessPlan[]): Promise<string[]> {
  const found = await Promise.all(
    plans.map(async (plan) => {
      const { settingsShape } = await import(path.join(checkout, plan.folder, 'config.ts'));
      const parsed = parseConfig(settingsShape as z.ZodRawShape, plan.env);
      return parsed.success ? [] : parsed.mistakes;
    }),
  );
  return [...new Set(found.flat())];
}
