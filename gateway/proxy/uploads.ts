/**
 * Pictures on their way to the API (GWY-23): the one kind of body that is larger than a mebibyte, taken from the staff
 * alone, a few at a time, and from a store of bytes of its own, so that they never crowd out what buyers send.
 */
import type { IncomingMessage } from 'node:http';
import { PICTURE_BYTES_MAX, PICTURE_MS_MAX, pictureUploadPath } from '../../domain/limits.ts';
import { Refused } from '../../domain/refusals.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { KeyRing } from '../../runtime/keyring.ts';
import { readAccessToken } from '../../tokens/access-token.ts';
import { BodyStore } from './body.ts';

const UPLOADS_AT_ONCE_MAX = 4;

export const uploads = new BodyStore(PICTURE_BYTES_MAX, UPLOADS_AT_ONCE_MAX * PICTURE_BYTES_MAX);

/** Until the API has answered: it works a picture through. A little more for the way. */
export const UPLOAD_MS_MAX = PICTURE_MS_MAX + 500;

export const isUpload = ({ method, url = '' }: IncomingMessage): boolean =>
  method === 'POST' && pictureUploadPath.test(url.split('?')[0] ?? '');

/** Whether the token is still good is the API's to know; here it is enough that we signed it for one of the staff. */
export const staffOnly =
  (ring: KeyRing, clock: Clock) =>
  async ({ headers }: IncomingMessage): Promise<void> => {
    const [, token] = /^Bearer ([\w.-]{1,4096})$/i.exec(headers.authorization ?? '') ?? [];
    if (token === undefined) throw new Refused('not_signed_in');
    await readAccessToken(ring, token, clock());
  };
