/** Settings of the queue-worker process. */
import { z } from 'zod';
import { commaList, commonShape, onOff, urlOf } from '../runtime/config.ts';

export const settingsShape = {
  ...commonShape,
  PAYMENT_PROVIDERS: commaList,
  ALLOW_SANDBOX: onOff.default(false),
  SANDBOX_URL: urlOf('http:', 'https:').optional(),
  SANDBOX_SECRET: z.string().min(16).optional(),
  SMTP_URL: urlOf('smtp:', 'smtps:'),
  MAIL_FROM: z.string().min(3),
};
