/** Settings of the mail catcher. */
import { z } from 'zod';
import { portNumber, processShape, type SettingsOf } from '../runtime/config.ts';

export const settingsShape = {
  ...processShape,
  MAIL_HOST: z.string().default('127.0.0.1'),
  MAIL_SMTP_PORT: portNumber.default(0),
  MAIL_HTTP_PORT: portNumber.default(0),
};
export type MailCatcherSettings = SettingsOf<typeof settingsShape>;
