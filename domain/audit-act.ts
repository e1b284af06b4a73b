/**
 * What the journal knows to have been done: what was acted on, then the verb. A name that was written once is kept:
 * older rows are read by it.
 */
import type { FlagKind } from './order-flag.ts';

/** On sales and what they sell, on the line, on orders: what the dashboard and an order's story show. */
export type SaleAct =
  | 'sale.create'
  | 'sale.change'
  | 'sale.stock'
  | 'sale.message'
  | 'sale.doorStaff'
  | 'sale.delete'
  // `open` and `close` are the clock's; `sale.open` asks it to.
  | 'sale.open'
  | 'open'
  | 'sale.pause'
  | 'sale.resume'
  | 'sale.close'
  | 'close'
  | 'sale.sold_out'
  | 'sale.back_on_sale'
  | `${'tier' | 'category'}.${'make' | 'change' | 'remove'}`
  | `picture.${'add' | 'change' | 'remove'}`
  | `pace.${'slow' | 'raise' | 'clear'}`
  | 'codes.make'
  | 'code.withdraw'
  | 'line.bypass'
  | 'turn.give_back'
  | 'ticket.checkIn'
  | 'ticket.undoCheckIn'
  | 'order.cancel'
  | 'order.refund'
  | 'order.take_back'
  | 'order.refuse_return'
  | 'order.flag_cleared'
  | `order.${FlagKind}`
  | 'orders.export'
  | `dead_letter.${'replay' | 'set_aside'}`;

/** On staff and accounts, and sign-ins: what the page of the staff shows. */
export type PeopleAct =
  | 'staff.create'
  | 'staff.invite'
  | 'staff.invitation.withdraw'
  | 'staff.join'
  | 'staff.role'
  | 'staff.withdraw'
  | `staff.twoStep.${'on' | 'off' | 'reset' | 'recovery'}`
  | 'staff.password'
  | 'staff.password.reset'
  | 'staff.reset'
  | 'account.flag'
  | 'account.appeal'
  | `account.flag.${'keep' | 'lift'}`
  | 'auth.signIn'
  | 'auth.signOut';

export type AuditAct = SaleAct | PeopleAct;
/** What staff asked the writer for, and it did not do. */
export type RefusedAct = `${SaleAct}.refused`;
