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
  exportPeople: ['owner'],
  readAudit: ['owner', 'operator'],
  checkIn: ['owner', 'operator', 'support', 'door'],
  manageStaff: ['owner'],
  flagAccounts: ['owner', 'operator', 'support'],
  judgeFlags: ['owner', 'operator'],
  ownTwoStep: ['owner', 'operator', 'support', 'door'],
};

test('STF-9: every staff route lets in the roles of the table and no other', async ({ stores }) => {
  await using api = await openTestApi(stores, { attemptsMax: 1_000 });
  const tokens = Object.fromEntries(
    await Promise.all(staffRoles.map(async (role) => [role, await api.tokenOf(role)] as const)),
  );
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
      const { status, body } = await api.ask(method, address, { token: tokens[role] ?? '', json: undefined });
      found.push(
        `${name} ${role}: ${status === 403 && body.code === 'not_allowed' ? 'turned away' : 'let in'}`,
      );
      expected.push(`${name} ${role}: ${roles?.includes(role) ? 'let in' : 'turned away'}`);
    }
  }
  expect(found).toEqual(expected);
});
