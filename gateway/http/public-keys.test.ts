/** The published keys, as a scanner of another house reads them. */
import { expect } from 'vitest';
import { newId } from '../../runtime/chance.ts';
import { parseKeyRing } from '../../runtime/keyring.ts';
import { openTestGateway, test } from '../../test/gateway.ts';
import { readTicketToken, signTicket } from '../../tokens/ticket-token.ts';

test('TIC-8: the published keys read our tickets, are public alone, and may be kept for a while', async ({
  stores,
}) => {
  await using gateway = await openTestGateway(stores);
  const address = `${gateway.url}/.well-known/jwks.json`;
  const response = await fetch(address);
  expect(response.headers.get('content-type')).toBe('application/jwk-set+json');
  expect(response.headers.get('cache-control')).toBe('public, max-age=300');
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  const jwks = (await response.json()) as { keys: { kty: string; crv: string; kid: string }[] };
  for (const key of jwks.keys)
    expect(Object.keys(key).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x']);
  const ids = { ticketId: newId('tic'), saleId: newId('sal'), tierId: newId('tier') };
  const token = await signTicket(parseKeyRing(stores.keys), { ...ids, serial: 3 });
  expect(await readTicketToken(jwks, token)).toMatchObject({ ticketId: ids.ticketId, serial: 3 });
  const again = await fetch(address, { headers: { 'if-none-match': response.headers.get('etag') ?? '' } });
  expect([again.status, await again.text()]).toEqual([304, '']);
});
