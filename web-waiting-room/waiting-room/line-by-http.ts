/** The line over HTTP, for who cannot hold a socket: the same answers, asked for one at a time. */
import type { GatewayMessage, JoinMessage, LinePoll } from '../../domain/protocol.ts';
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

export const leaveByHttp = (slug: string, credentials: Credentials): Promise<Answer<unknown>> =>
  ask('DELETE', at(slug), { headers: headers(credentials) });

/** A poll's answer as the messages a socket would have brought. */
export const messagesOf = ({ place, sale, call, pass }: LinePoll): GatewayMessage[] => [
  sale,
  place,
  ...(call ? [call] : []),
  ...(pass ? [pass] : []),
];
