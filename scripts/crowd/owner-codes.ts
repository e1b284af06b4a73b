/**
 * The second step of the owner's sign-in, where it is on: what OWNER_TOTP says, as codes to try one after the other. A code
 * of the authenticator and a recovery code are good once; the secret, in base32 or as the `otpauth://` address that the
 * picture holds, gives a code whenever one is needed.
 */
import { isRecoveryCode, totpCodeAt } from '../../tokens/totp.ts';
import { WrongOptions } from './options.ts';

export interface OwnerCodes {
  readonly isSecret: boolean;
  /** In the order of trying. Undefined: nothing is said, and nothing may be asked. */
  at(nowMs: number): readonly (string | undefined)[];
}

/** A code of the step to come is taken too: this one's may have opened a sign-in already. */
const STEP_MS = 30_000;

/** Throws WrongOptions for what can be no code and no secret. */
export function ownerCodes(text: string | undefined): OwnerCodes {
  const typed = text?.trim() ?? '';
  if (typed === '') return { isSecret: false, at: () => [undefined] };
  if (/^[\d\s]+$/.test(typed) || isRecoveryCode(typed)) return { isSecret: false, at: () => [typed] };
  const secret = secretOf(typed);
  if (secret !== null)
    return {
      isSecret: true,
      at: (nowMs) => [totpCodeAt(secret, nowMs), totpCodeAt(secret, nowMs + STEP_MS)],
    };
  throw new WrongOptions(
    'OWNER_TOTP is no code of an authenticator (six digits), no recovery code, and no secret of one (base32 or otpauth://…)',
  );
}

function secretOf(typed: string): string | null {
  const said = URL.parse(typed)?.protocol === 'otpauth:' ? new URL(typed).searchParams.get('secret') : typed;
  const secret = said?.replaceAll(/[\s=-]/g, '').toUpperCase() ?? '';
  return /^[A-Z2-7]{16,}$/.test(secret) ? secret : null;
}
