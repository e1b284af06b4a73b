/** Settings of the API process. */
import { paymentShape } from '../payment/providers.ts';
import { commaList, commonShape, portNumber } from '../runtime/config.ts';

export const settingsShape = {
  ...commonShape,
  ...paymentShape,
  /** On 127.0.0.1 only: the gateway is the one who calls. 0 = any free one, found through the registry. */
  API_PORT: portNumber.default(0),
  API_HOST: commonShape.PRIVATE_HOST,
  /** Besides PUBLIC_URL's own. */
  ALLOWED_ORIGINS: commaList.default([]),
};
