/** The line over HTTP, for who cannot hold a socket: the same answers, asked for one at a time. */
import type { GatewayMessage, JoinMessage, LinePoll, VisitorMessage } from '../../domain/protocol.ts';
import type { Language } from '../language/choose-language.ts';
import { type Answer, ask } from '../server/ask.ts';

/** What proves the place: the receipt, and the secret that it is bound to. */
export interface Credentials {
  readonly receipt: string | undefined;
  readonly secret: string;
}

const headers = ({ receipt, secret }: Credentials) => ({ 'usher-receipt': receipt, 'usher-secret': secret });
const at = (slug: string) => `/sales/${encodeURIComponent(slug)}/line`;

export const joinByHttp = (slug: string, { type: _, ...body }: JoinMessage): Promise<Answer<LinePoll>> =>
  ask('POST', at(slug), { body });

export const lookByHttp = (slug: string, credentials: Credentials): Promise<Answer<LinePoll>> =>
  ask('GET', at(slug), { headers: headers(credentials) });

export const claimByHttp = (slug: string, credentials: Credentials): Promise<Answer<LinePoll>> =>
  ask('POST', `${at(slug)}/claim`, { headers: headers(credentials), body: { secret: credentials.secret } });

/** What may be done with a place beside claiming and leaving it: the protocol's message of that name, without its type. */
export type Deed = Exclude<VisitorMessage['type'], 'join' | 'claim' | 'leave'>;
export type DeedBody<Name extends Deed> = Omit<
  Extract<VisitorMessage, { readonly type: Name }>,
  'type' | 'secret'
>;

export const deedByHttp = <Name extends Deed>(
  slug: string,
  credentials: Credentials,
  name: Name,
  body: DeedBody<Name>,
): Promise<Answer<LinePoll>> =>
  ask('POST', `${at(slug)}/${name}`, {
    headers: headers(credentials),
    body: { ...body, secret: credentials.secret },
  });

/** Who has no place yet says who asks, as for joining. */
export interface CheckWish extends Pick<JoinMessage, 'secretHash' | 'accessToken'> {
  readonly email: string;
  readonly language: Language;
}

/** The email way round the check: first the address, then the code that was mailed to it, with the place or by joining. */
export const checkByHttp = (
  slug: string,
  credentials: Credentials,
  body: CheckWish | { readonly code: string },
): Promise<Answer<Partial<LinePoll> | null>> =>
  ask('POST', `${at(slug)}/check`, { headers: headers(credentials), body });

export const leaveByHttp = (slug: string, credentials: Credentials): Promise<Answer<unknown>> =>
  ask('DELETE', at(slug), { headers: headers(credentials) });

/** A poll's answer as the messages a socket would have brought. */
export const messagesOf = (poll: Partial<LinePoll> | null): GatewayMessage[] =>
  [poll?.sale, poll?.place, poll?.call, poll?.pass].filter((message) => message !== undefined);
