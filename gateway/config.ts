/** Settings of the gateway process. */
import path from 'node:path';
import { z } from 'zod';
import { commaList, commonShape, onOff, portNumber, urlOf, wholeNumber } from '../runtime/config.ts';

/** The built pages, where the build puts them. */
const builtPages = path.resolve(import.meta.dirname, '../web-waiting-room/dist');

const originsOf = (text: string): string[] => text.split(',').map((part) => new URL(part.trim()).origin);

export const settingsShape = {
  ...commonShape,
  PORT: portNumber.default(8080),
  HOST: z.string().default('127.0.0.1'),
  /** Beside PUBLIC_URL: `https://shop.example, https://www.shop.example`. */
  ALLOWED_ORIGINS: z
    .string()
    .refine(
      (text) => commaParts(text).every(isOrigin),
      'expected a comma list of origins like https://shop.example',
    )
    .transform((text) => (commaParts(text).length === 0 ? [] : originsOf(text)))
    .default([]),
  /** Proxies in front of the gateway whose X-Forwarded-For is believed. */
  TRUST_PROXY_HOPS: wholeNumber(0, 10).default(0),
  LIMITS_LOOPBACK: onOff.default(false),
  SANDBOX_URL: urlOf('http:', 'https:').optional(),
  MAIL_CATCHER_URL: urlOf('http:', 'https:').optional(),
  PAGES_DIR: z.string().default(builtPages),
};

const commaParts = (text: string) => commaList.parse(text);

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, pathname, search, hash } = new URL(text);
  return ['http:', 'https:'].includes(protocol) && pathname === '/' && search === '' && hash === '';
}
