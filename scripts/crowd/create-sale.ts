/** `--create`: makes the crowd's sale as the owner, by the same staff calls that the ops page uses, and opens it. */
import { type ActAsOwner, type Owner, signInAsOwner } from './staff.ts';

/** `units` is one tier of that capacity; every other name is a setting of the sale, as POST /api/staff/sales takes it. */
export async function createSaleAs(
  act: ActAsOwner,
  slug: string,
  { units, ...settings }: Record<string, unknown>,
): Promise<void> {
  const price = { amount: 12_000, currency: 'KRW' };
  await act('/api/staff/sales', {
    slug,
    title: `Crowd sale ${slug}`,
    ...(units !== undefined && { tiers: [{ name: 'General', price, capacity: units }] }),
    opensAt: new Date().toISOString(),
    ...settings,
  });
}

/** As an owner who is not signed in yet. */
export const createSale = async (
  base: string,
  owner: Owner,
  slug: string,
  settings: Record<string, unknown>,
): Promise<void> => await createSaleAs(await signInAsOwner(base, owner), slug, settings);

/** Time to come, where nobody says how long people register. */
const REGISTRATION_MS = 60_000;

/** What a raffle needs beyond, unless it is said: an opening in the future, and as many winners as there are units. */
export const raffleSettings = (settings: Record<string, unknown>): Record<string, unknown> => ({
  mode: 'raffle',
  ...(settings.units !== undefined && { winners: settings.units }),
  opensAt: new Date(Date.now() + REGISTRATION_MS).toISOString(),
  ...settings,
});
