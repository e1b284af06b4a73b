/** The tickets of one row for the door, one a screen. */
import type { TicketView } from '../../domain/ticket-view.ts';
import type { TicketFacts } from '../order/ticket.tsx';
import { Wallet } from '../order/wallet.tsx';
import { type TicketGroup, toShowOf } from './ticket-groups.ts';

export interface TicketsToShowProps {
  readonly group: TicketGroup;
  readonly onClose: () => void;
}

export function TicketsToShow({ group, onClose }: TicketsToShowProps) {
  const tickets = toShowOf(group);
  const factsOf = ({ id }: TicketView): TicketFacts => {
    const own = group.items.find(({ ticket }) => ticket?.id === id) ?? group.first;
    const { title, startsAt, timeZone, venue } = own.sale;
    const position = tickets.findIndex((one) => one.id === id) + 1;
    return {
      ...{ title, startsAt, timeZone, venue, tier: own.tierName, name: own.holder.name },
      ...{ position, of: tickets.length },
    };
  };
  return <Wallet tickets={tickets} factsOf={factsOf} onClose={onClose} />;
}
