/** The pictures of an item: one large, the others beside it on buttons. */
import { useState } from 'preact/hooks';
import type { SaleView } from '../../domain/sale.ts';
import { pictureAddress } from '../frame/sale-picture.ts';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { putInWords } from './put-in-words.ts';

export function Pictures({ sale }: { readonly sale: SaleView }) {
  const words = spoken(putInWords);
  const [shown, setShown] = useState(0);
  const { pictures, picture } = sale;
  const large = pictures[shown] ?? pictures[0];
  if (!large)
    return picture ? (
      <div class="pictures">
        <img class="large" src={pictureAddress(picture)} alt="" />
      </div>
    ) : null;
  return (
    <div class="pictures">
      <img
        class="large"
        src={large.largeUrl}
        width={large.width}
        height={large.height}
        alt={large.alt[language.value]}
      />
      {pictures.length > 1 && (
        <ul aria-label={words.pictures}>
          {pictures.map((one, index) => (
            <li key={one.url}>
              <button
                type="button"
                aria-label={`${fill(words.picture, { n: index + 1 })} ${one.alt[language.value]}`.trim()}
                aria-current={one === large ? 'true' : undefined}
                onClick={() => setShown(index)}
              >
                <img src={one.url} alt="" width="64" height="64" loading="lazy" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
