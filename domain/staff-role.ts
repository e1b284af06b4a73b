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
  /** Have done again what could not be done, or decide that it need not be. */
  replay: ['owner', 'operator'],
  /** Take names and addresses of all buyers out of the house, in one file. */
  exportPeople: ['owner'],
  readAudit: ['owner', 'operator'],
  /** Invite colleagues, give and take roles, see who has two-step sign-in. */
  manageStaff: ['owner'],
  /** Flag the account of somebody who abuses the house. */
  flagAccounts: ['owner', 'operator', 'support'],
  /** Lift a flag, or keep it after an appeal: not who only helps buyers. */
  judgeFlags: ['owner', 'operator'],
  /** What every member does for themselves. */
  ownTwoStep: ['owner', 'operator', 'support', 'door'],
  checkIn: ['owner', 'operator', 'support', 'door'],
} as const satisfies Record<string, readonly StaffRole[]>;

export type StaffAct = keyof typeof mayAct;

export const mayDo = (role: StaffRole, act: StaffAct): boolean =>
  (mayAct[act] as readonly StaffRole[]).includes(role);

/** Whose sign-in opens so much that a password alone is too little. */
export const needsTwoStep = (role: StaffRole): boolean => role === 'owner' || role === 'operator';
