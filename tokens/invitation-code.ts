/** The code of an invitation: 192 random bits that travel by mail, of which PostgreSQL keeps a digest only (STF-4). */
import { hash } from 'node:crypto';
import type { Chance } from '../runtime/chance.ts';

export const newInvitationCode = (chance: Chance): string => chance.bytes(24).toString('base64url');

export const invitationDigest = (code: string): string => hash('sha256', `invitation|${code}`, 'base64url');
