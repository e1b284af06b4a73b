/** What the board of a sale shows above its buttons: its name, when and where, and how it stands. */
import { foreignReason } from '../../domain/pause-reason.ts';
import type { SaleView } from '../../domain/sale.ts';
import { WithQuote } from '../frame/with-quote.tsx';
import { language } from '../language/language.ts';
import type { SaleBoardView } from './sale-board-view.ts';
import { whenAndWhere } from './when-and-where.ts';

export interface BoardFaceProps {
  readonly sale: SaleView;
  /** The name as a heading of its page: which one, and its id there. */
  readonly heading: { readonly level: 'h1' | 'h3'; readonly id: string };
  /** Null where nothing can be said yet: it has no opening. */
  readonly view: SaleBoardView | null;
}

export function BoardFace({ sale, heading: { level: Heading, id }, view }: BoardFaceProps) {
  return (
    <>
      <section class="place" aria-labelledby={id}>
        <Heading class="say" id={id}>
          {sale.title}
        </Heading>
        <p class="lead">{whenAndWhere(sale)}</p>
        {view && (
          <>
            <p>
              {view.label && <span class="label">{view.label}</span>}
              {view.isTimer ? (
                <span class="num num-2" role="timer" aria-live="off">
                  {view.figure}
                </span>
              ) : (
                <span class="num num-2" key={view.figure}>
                  {view.figure}
                </span>
              )}
            </p>
            <p class="quiet">{view.under}</p>
          </>
        )}
      </section>
      {view && (
        <div class="note">
          <p>
            <b>{view.noteTitle}</b>
          </p>
          <p class="quiet small">
            <WithQuote text={view.noteText} quote={foreignReason(sale, language.value)} />
          </p>
        </div>
      )}
    </>
  );
}
