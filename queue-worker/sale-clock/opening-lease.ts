/**
 * One process opens a sale at a time. Only so that a million are not read and drawn twice: every step of the opening is
 * safe beside itself, so a lease that is lost, forgotten by Redis or held by a dead process for a moment spoils nothing.
 */
import type { Redis } from 'ioredis';
import { openerKey } from '../../redis/keys.ts';

/** Renewed at every step of the opening, which come many a second; whoever dies is followed after this. */
const LEASE_MS = 2_000;

/** Where only one process opens sales it needs no name. */
type Name = string | undefined;

/** False while another process is at it. */
export async function holdOpening(redis: Redis, saleId: string, name: Name): Promise<boolean> {
  const key = openerKey(saleId);
  if ((await redis.set(key, name ?? '', 'PX', LEASE_MS, 'NX')) === 'OK') return true;
  if ((await redis.get(key)) !== (name ?? '')) return false;
  await redis.pexpire(key, LEASE_MS);
  return true;
}

/** Never rejects: the lease ends by itself. */
export async function leaveOpening(redis: Redis, saleId: string, name: Name): Promise<void> {
  try {
    if ((await redis.get(openerKey(saleId))) === (name ?? '')) await redis.del(openerKey(saleId));
  } catch {
    // Redis is away, which the opening itself has met or the next look will.
  }
}
