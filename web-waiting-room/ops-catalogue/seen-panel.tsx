/** What buyers will see of the sale, with what is typed and not saved yet. */
import type { CategoryView, StaffSaleView } from '../../domain/sale.ts';
import { pictureAddress } from '../frame/sale-picture.ts';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { price } from '../language/money.ts';
import { when } from '../language/time.ts';
import type { SettingsDraft } from '../sale-settings/settings-draft.ts';
import { now } from '../server-clock/server-clock.ts';
import { attributesText } from './catalogue-draft.ts';
import { seenAs } from './seen-as.ts';
import { catalogueWords } from './words.ts';

export interface SeenPanelProps {
  readonly sale: StaffSaleView;
  readonly draft: SettingsDraft;
  readonly tree: readonly CategoryView[];
  readonly isTyped: boolean;
}

export function SeenPanel({ sale, draft, tree, isTyped }: SeenPanelProps) {
  const words = spoken(catalogueWords);
  const seen = seenAs(sale, draft, now.value);
  const filed = tree.find(({ slug }) => slug === draft.category)?.name[language.value] ?? draft.category;
  const [first, ...others] = sale.pictures;
  const picture = first?.url ?? (sale.picture && pictureAddress(sale.picture));
  return (
    <section class="panel seen" aria-labelledby="seen">
      <h2 id="seen">{words.seen}</h2>
      <p class="hint">
        {seen === 'hidden'
          ? fill(words.asHidden, { time: when(Date.parse(draft.hiddenUntil), now.value, language.value) })
          : { draft: words.asDraft, teaser: words.asTeaser, shown: words.asShown }[seen]}{' '}
        {isTyped && words.unsaved}
      </p>
      <article class="card">
        {picture && <img src={picture} alt={first?.alt[language.value] ?? ''} />}
        {others.length > 0 && (
          <p class="thumbs">
            {others.map(({ id, url, alt }) => (
              <img key={id} src={url} alt={alt[language.value]} width="64" height="64" loading="lazy" />
            ))}
          </p>
        )}
        <h3>{draft.title.trim() || words.noTitle}</h3>
        <p class="quiet">{[filed, draft.venue.trim()].filter(Boolean).join(', ')}</p>
        {seen !== 'teaser' && (
          <>
            {draft.description !== '' && <p>{draft.description}</p>}
            <ul>
              {sale.tiers.map((tier) => (
                <li key={tier.id}>
                  <span>
                    {tier.name} <small>{attributesText(tier.attributes)}</small>
                  </span>
                  <span>
                    {tier.listPrice && <s>{price(tier.listPrice, language.value)}</s>}{' '}
                    <b>{price(tier.price, language.value)}</b> {words.availability[tier.availability]}
                  </span>
                </li>
              ))}
            </ul>
          </>
        )}
      </article>
    </section>
  );
}
