/** Paper: what there is to say about the sale while you wait, and what you may do with your place. */
import type { ComponentChildren } from 'preact';
import type { SaleMessage } from '../../domain/protocol.ts';
import type { OrganiserMessage, SaleView } from '../../domain/sale.ts';
import { OrganiserNote } from '../frame/organiser-note.tsx';
import { type ListedTier, TierList } from '../stock/tier-list.tsx';
import type { LineLabels } from '../words/line-words.ts';
import type { ActionView } from './actions.ts';

export interface PaperProps {
  readonly news: SaleMessage | null;
  readonly sale: SaleView | null;
  readonly isBefore: boolean;
  /** Somebody stands in line: only then is there a chance at a place. */
  readonly hasPlace: boolean;
  /** What may be done with the place, said quietly. */
  readonly acts: readonly ActionView[];
  /** What there is to know about the place: what is arranged for it, how good our ranges are. */
  readonly known: readonly (string | null)[];
  /** Below how the line works. */
  readonly haveCode: (() => void) | null;
  readonly dialog: ComponentChildren;
  readonly labels: LineLabels;
  readonly testMoney: ComponentChildren;
}

export function Paper(props: PaperProps) {
  const { news, sale, isBefore, acts, known, haveCode, labels, testMoney } = props;
  const heading = isBefore ? labels.stockBefore : labels.stock;
  const message: OrganiserMessage | null = news ? (news.message ?? null) : (sale?.message ?? null);
  // What a closed sale had left can be had by nobody.
  const isClosed = (news?.state ?? sale?.state) === 'closed';
  const tiers: readonly ListedTier[] = isClosed ? [] : (news?.tiers ?? sale?.tiers ?? []);
  const listed = tiers.map(({ availability, chance, ...tier }) => ({
    ...tier,
    ...(!isBefore && availability && { availability }),
    ...(props.hasPlace && chance && { chance }),
  }));
  return (
    <aside class="rest" id="left" tabIndex={-1} aria-label={heading}>
      {testMoney}
      {message && <OrganiserNote message={message} label={labels.message} />}
      {tiers.length > 0 && (
        <section>
          <h2>{heading}</h2>
          <TierList tiers={listed} />
          <p class="quiet small after">{labels.stockNote}</p>
        </section>
      )}
      {acts.length > 0 && (
        <section>
          <h2>{labels.yours}</h2>
          {known.map((text) => text && <p class="quiet small">{text}</p>)}
          <div class="acts">
            {acts.map(({ label, act }) => (
              <button class="btn btn-text" type="button" key={label} onClick={act}>
                {label}
              </button>
            ))}
          </div>
        </section>
      )}
      {sale?.mode !== 'passthrough' && (
        <details>
          <summary>{labels.how}</summary>
          <ul class="dots">
            {labels.howText.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
          {haveCode && (
            <button class="btn btn-text" type="button" onClick={haveCode}>
              {labels.haveCode}
            </button>
          )}
        </details>
      )}
      {props.dialog}
    </aside>
  );
}
