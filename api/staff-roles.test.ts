/** Every route of the staff with every role: who gets in, and who is told `not_allowed`. */
import { expect } from 'vitest';
import { type StaffRole, staffRoles } from '../domain/staff-role.ts';
import { openTestApi, test } from '../test/api.ts';
import { routes } from '../test/bad-input.ts';
import type { Who } from '../test/bad-route.ts';

/** Written out, and not read from the table that it proves. */
const rolesOf: Partial<Record<Who, readonly StaffRole[]>> = {
  steer: ['owner', 'operator'],
  watch: ['owner', 'operator', 'support'],
  readOrders: ['owner', 'operator', 'support'],
  refund: ['owner', 'operator', 'support'],
  replay: ['owner', 'operator'],
  readAudit: ['owner', 'operator'],
  checkIn: ['owner', 'operator', 'support', 'door'],
  manageStaff: ['owner'],
  flagAccounts: ['owner', 'operator', 'support'],
  judgeFlags: ['owner', 'operator'],
  ownTwoStep: ['owner', 'operator', 'support', 'door'],
};

const MANY_REQUESTS_MS = 400_000;

test(
  'STF-9: every staff route lets in the roles of the table and no other',
  async ({ stores }) => {
    await using api = await openTestApi(stores, { attemptsMax: 1_000 });
    const tokens = new Map<StaffRole, string>();
    // One after the other: a sign-in that is answered busy would leave a role without a token.
    for (const role of staffRoles) tokens.set(role, await api.tokenOf(role));
    expect([...tokens.values()]).toEqual(staffRoles.map(() => expect.any(String)));
    const { body } = await api.ask('GET', '/api/openapi.json');
    const names = Object.entries(body.paths as Record<string, object>)
      .filter(([path]) => path.startsWith('/api/staff/'))
      .flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`));
    expect(names.length).toBeGreaterThan(20);
    const found = [];
    const expected = [];
    for (const name of names) {
      const roles = rolesOf[routes[name]?.who ?? 'anybody'];
      // A route that stands in no table is open to nobody knows whom.
      expect([name, roles]).toEqual([name, expect.any(Array)]);
      const [method = '', path = ''] = name.split(' ');
      const address = path.replaceAll(/\{[^}]+\}/g, 'nobody_1');
      for (const role of staffRoles) {
        const { status, body } = await api.ask(method, address, {
          token: tokens.get(role) ?? '',
          json: undefined,
        });
        const outcome = status === 401 || status >= 500 ? `answered ${status}` : 'let in';
        const isAway = status === 403 && body.code === 'not_allowed';
        found.push(`${name} ${role}: ${isAway ? 'turned away' : outcome}`);
        expected.push(`${name} ${role}: ${roles?.includes(role) ? 'let in' : 'turned away'}`);
      }
    }
    expect(found).toEqual(expected);
  },
  MANY_REQUESTS_MS,
);
