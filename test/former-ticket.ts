/**
 * Ticket tokens signed by hand with the ring's own key: those of before they were shortened, and those that say something
 * else. Opens nothing, so that tests of pages may use it too.
 */
import { createPrivateKey } from 'node:crypto';
import { CompactSign } from 'jose';
import type { KeyRing } from '../runtime/keyring.ts';

/** ASN.1 around the 32 bytes of a private key, RFC 8410. */
const prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

export const signAsTicket = (ring: KeyRing, header: { typ?: string }, payload: object): Promise<string> =>
  new CompactSign(Buffer.from(JSON.stringify(payload)))
    .setProtectedHeader({ alg: 'EdDSA', ...header, kid: ring.current.kid })
    .sign(
      createPrivateKey({
        key: Buffer.concat([prefix, ring.current.derive('ticket')]),
        ...{ format: 'der', type: 'pkcs8' },
      }),
    );

export interface FormerTicket {
  readonly id: string;
  readonly sale_id: string;
  readonly tier_id: string;
  readonly order_id: string;
}

/** A code as it was shown and printed before tokens were shortened. */
export const formerToken = (ring: KeyRing, { id, sale_id, tier_id, order_id }: FormerTicket, serial = 1) =>
  signAsTicket(
    ring,
    { typ: 'ticket' },
    { t: id, s: sale_id, r: tier_id, o: order_id.slice(-8), ...(serial > 1 && { n: serial }) },
  );
