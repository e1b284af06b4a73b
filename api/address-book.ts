/** Addresses of an account between the client's shape and the sealed one of the table. */
import type { KeptAddress } from '../db/account-addresses.ts';
import type { PostalAddress } from '../domain/postal-address.ts';
import { newId } from '../runtime/chance.ts';
import { openPerson, sealPerson } from '../tokens/sealed-person.ts';
import type { Deps } from './deps.ts';
import { addressShape } from './shapes.ts';

export function sealedAddress(
  { ring, chance }: Pick<Deps, 'ring' | 'chance'>,
  accountId: string,
  address: PostalAddress,
  { id = newId('adr', chance), isDefault = false } = {},
): KeptAddress {
  return { id, isDefault, sealed: sealPerson(ring, accountId, `address:${id}`, JSON.stringify(address)) };
}

export function addressView(
  { ring }: Pick<Deps, 'ring'>,
  accountId: string,
  { id, sealed, isDefault }: KeptAddress,
) {
  const address = addressShape.parse(JSON.parse(openPerson(ring, accountId, `address:${id}`, sealed)));
  return { id, isDefault, ...address };
}
