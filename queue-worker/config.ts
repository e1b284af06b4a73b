/** Settings of the queue-worker process. */
import { z } from 'zod';
import { paymentShape } from '../payment/providers.ts';
import { commonShape, urlOf } from '../runtime/config.ts';
import { shippingShape } from '../runtime/shipping-days.ts';

export const settingsShape = {
  ...commonShape,
  ...paymentShape,
  ...shippingShape,
  SMTP_URL: urlOf('smtp:', 'smtps:'),
  MAIL_FROM: z.string().min(3),
  /** A public beacon in drand's shape, mixed into every draw; without one the page says so. */
  DRAW_BEACON_URL: urlOf('https:', 'http:').optional(),
};
