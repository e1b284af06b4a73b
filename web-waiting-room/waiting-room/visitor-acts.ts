/** What the buttons of the page do: to the line through the room, to the page by opening a dialog or a check. */
import { orderOf } from '../browser-storage/kept-order.ts';
import { orderAddress } from '../frame/page-address.ts';
import type { LineActs } from './actions.ts';
import type { openCallingBack } from './calling-back.ts';
import type { WaitingRoom } from './waiting-room.ts';

/** The dialog that is open; each is fetched when it is first asked for. */
export type Asked = 'leave' | 'offList' | 'snooze' | 'remind' | 'reserve' | 'code' | 'draw';
/** The way in which a check is being passed. */
export type Checking = 'browser' | 'email';

export function actsOf(
  room: WaitingRoom,
  calling: ReturnType<typeof openCallingBack>,
  ask: (what: Asked) => void,
  check: (way: Checking) => void,
): LineActs {
  const order = orderOf(room.slug);
  return {
    arm: () => void calling.arm(),
    disarm: calling.disarm,
    claim: room.claim,
    enter: room.enter,
    retry: room.retry,
    wake: () => void room.wake(),
    remind: () => ask('remind'),
    leave: () => ask('leave'),
    reserve: () => ask('reserve'),
    offList: () => ask('offList'),
    draw: () => ask('draw'),
    checkHere: () => check('browser'),
    checkByEmail: () => check('email'),
    joinAgain: room.joinAgain,
    otherSales: () => location.assign('/'),
    seeOrder: order === null ? null : () => location.assign(orderAddress(order)),
  };
}
