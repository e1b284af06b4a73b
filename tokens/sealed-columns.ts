/**
 * Every column that holds something sealed, and what each text is bound to: what the sweep of a rotation goes through
 * (ACT-16). A test fails where the database has a sealed column that is not here.
 */
import { invitationBinding } from './sealed-invitation.ts';

export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** The columns of its primary key. */
  readonly key: readonly string[];
  /** Others that the binding names. */
  readonly more?: readonly string[];
  readonly boundTo: (row: Readonly<Record<string, string>>) => string;
}

const account = (column: string, field: string): SealedColumn => ({
  ...{ table: 'account', column, key: ['id'] },
  boundTo: ({ id }) => `account:${id}:${field}`,
});
const ofVisitor = (table: string): SealedColumn => ({
  ...{ table, column: 'contact_sealed', key: ['sale_id', 'visitor_id'] },
  boundTo: ({ sale_id, visitor_id }) => `${table}|${sale_id}|${visitor_id}`,
});
const totp = (column: string): SealedColumn => ({
  ...{ table: 'staff', column, key: ['id'] },
  boundTo: ({ id }) => `staff:${id}:totp`,
});

export const sealedColumns: readonly SealedColumn[] = [
  account('email_sealed', 'email'),
  account('name_sealed', 'name'),
  account('phone_sealed', 'phone'),
  {
    ...{ table: 'account_address', column: 'sealed', key: ['id'], more: ['account_id'] },
    boundTo: ({ id, account_id }) => `account:${account_id}:address:${id}`,
  },
  {
    ...{ table: 'account_flag', column: 'appeal_sealed', key: ['id'] },
    boundTo: ({ id }) => `account_flag:${id}:appeal`,
  },
  {
    ...{ table: 'order', column: 'contact_sealed', key: ['id'] },
    boundTo: ({ id }) => `contact:${id}`,
  },
  {
    ...{ table: 'order', column: 'address_sealed', key: ['id'] },
    boundTo: ({ id }) => `address:${id}`,
  },
  {
    ...{ table: 'ticket_transfer', column: 'receiver_sealed', key: ['id'] },
    boundTo: ({ id }) => `ticket_transfer|${id}`,
  },
  ofVisitor('reserve_entry'),
  ofVisitor('line_contact'),
  {
    ...{ table: 'staff_invitation', column: 'email_sealed', key: ['id'] },
    boundTo: ({ id = '' }) => invitationBinding(id),
  },
  totp('totp_sealed'),
  totp('totp_pending_sealed'),
];
