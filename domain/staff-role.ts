/**
 * What each role of the staff may do (API-3). This table is the rule: routes name the act, never the role.
 * `owner` runs the house, `operator` steers sales, `support` helps buyers, `door` lets ticket holders in.
 */
export const staffRoles = ['owner', 'operator', 'support', 'door'] as const;
export type StaffRole = (typeof staffRoles)[number];

const mayAct = {
  /** Make, change, open, pause, close a sale; its stock, pace and message. */
  steer: ['owner', 'operator'],
  /** The live dashboard, reports, the staff's list of sales. */
  watch: ['owner', 'operator', 'support'],
  readOrders: ['owner', 'operator', 'support'],
  refund: ['owner', 'operator', 'support'],
  readAudit: ['owner', 'operator'],
  checkIn: ['owner', 'operator', 'support', 'door'],
} as const satisfies Record<string, readonly StaffRole[]>;

export type StaffAct = keyof typeof mayAct;

export const mayDo = (role: StaffRole, act: StaffAct): boolean =>
  (mayAct[act] as readonly StaffRole[]).includes(role);
