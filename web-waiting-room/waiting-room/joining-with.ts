/**
 * Joining with what a refused join asked for (PAG-34, PAG-35): an access code, a check, or one after the other, so what was
 * given is kept until there is a place. A check by mail is one here too: its code is a member of the join.
 */
import type { GatewayMessage, JoinMessage, LinePoll } from '../../domain/protocol.ts';
import { language } from '../language/language.ts';
import type { Answer, Refusal } from '../server/ask.ts';
import { type Credentials, checkByHttp, joinByHttp } from './line-by-http.ts';

export type Given = Pick<JoinMessage, 'code' | 'proof' | 'mailedCode'>;

export interface JoiningDeps {
  readonly slug: string;
  readonly joinMessage: () => JoinMessage;
  readonly credentials: () => Credentials;
  readonly hasPlace: () => boolean;
  /** Hears an answer; null, or why it was refused. */
  readonly answered: (asked: Promise<Answer<Partial<LinePoll> | null>>) => Promise<Refusal | null>;
  readonly heard: (message: GatewayMessage) => void;
  /** There is a place now. */
  readonly joined: () => void;
}

/** What the board itself asks for next. */
const questions = ['code_required', 'code_invalid'];

export function openJoining(deps: JoiningDeps) {
  const { slug, joinMessage, credentials, hasPlace, answered } = deps;
  let given: Given = {};

  const refused = (refusal: Refusal) => deps.heard({ type: 'refused', title: '', ...refusal });

  async function joinWith(more: Given): Promise<Refusal | null> {
    given = { ...given, ...more };
    const refusal = await answered(joinByHttp(slug, { ...joinMessage(), ...given }));
    if (refusal === null) {
      given = {};
      deps.joined();
    } else if (questions.includes(refusal.code) && !hasPlace()) refused(refusal);
    return refusal;
  }

  /** The same answer for every address. */
  async function askForCode(email: string): Promise<Refusal | null> {
    const wish = { email, language: language.peek() };
    if (hasPlace()) return await answered(checkByHttp(slug, credentials(), wish));
    const { secretHash = '', accessToken } = joinMessage();
    const who = { secretHash, ...(accessToken && { accessToken }) };
    const nobody = { ...credentials(), receipt: undefined };
    return await answered(checkByHttp(slug, nobody, { ...wish, ...who }));
  }

  const sendCode = (code: string): Promise<Refusal | null> =>
    hasPlace() ? answered(checkByHttp(slug, credentials(), { code })) : joinWith({ mailedCode: code });

  return { joinWith, askForCode, sendCode, refused };
}
