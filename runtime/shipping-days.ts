/** The settings of how goods move on, read alike by the API and the queue-worker. */
import { z } from 'zod';
import { type ShippingDays, shippingDays } from '../domain/shipping.ts';

/** A year is longer than any parcel takes. */
const days = z.coerce.number().int().min(0).max(365);

export const shippingShape = {
  SHIP_DAYS: days.default(shippingDays.ship),
  DELIVER_DAYS: days.default(shippingDays.deliver),
  RETURN_DAYS: days.default(shippingDays.returns),
  TAKE_BACK_DAYS: days.default(shippingDays.takeBack),
};

export const shippingDaysOf = (config: {
  readonly SHIP_DAYS: number;
  readonly DELIVER_DAYS: number;
  readonly RETURN_DAYS: number;
  readonly TAKE_BACK_DAYS: number;
}): ShippingDays => ({
  ship: config.SHIP_DAYS,
  deliver: config.DELIVER_DAYS,
  returns: config.RETURN_DAYS,
  takeBack: config.TAKE_BACK_DAYS,
});
