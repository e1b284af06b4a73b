/**
 * Structured log lines on stdout, one JSON object each. Never hand it a secret: the names below are blanked as
 * a second guard only.
 */
import { type Logger, pino } from 'pino';

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error' | 'fatal'>;

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

const secretNames = ['password', 'secret', 'pass', 'token', 'accessToken', 'receipt', 'key', 'authorization'];

export const createLog = (processName: string, level: LogLevel): Log =>
  pino({
    base: { process: processName, pid: process.pid },
    level,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: secretNames.flatMap((name) => [name, `*.${name}`]), censor: '[blanked]' },
  });
