/** What the page of a general item says above its variants: its name, when and where, and how it stands while not open. */
import type { SaleView } from '../../domain/sale.ts';
import type { SaleBoardView } from './sale-board-view.ts';
import { whenAndWhere } from './when-and-where.ts';

export interface ShelfFaceProps {
  readonly sale: SaleView;
  /** Null where nothing can be said yet: it has no opening. */
  readonly view: SaleBoardView | null;
  /** The name is a heading of its page. */
  readonly level: 'h1' | 'h3';
}

export function ShelfFace({ sale, view, level: Heading }: ShelfFaceProps) {
  return (
    <>
      <p class="quiet">{whenAndWhere(sale)}</p>
      <Heading class="h1">{sale.title}</Heading>
      {sale.state !== 'open' && view && (
        <p>
          {view.label && `${view.label} `}
          <b>{view.figure}</b> {view.under}
        </p>
      )}
    </>
  );
}
