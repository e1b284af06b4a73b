/**
 * The pictures of a sale in the organiser's order: one large, the others beside it on buttons. A drawing stands in where
 * none was uploaded, and is decoration.
 */
import { useState } from 'preact/hooks';
import type { PictureView, SaleView } from '../../domain/sale.ts';
import { pictureAddress } from '../frame/sale-picture.ts';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { putInWords } from './put-in-words.ts';

interface PicturesProps {
  readonly sale: Pick<SaleView, 'title' | 'pictures' | 'picture'>;
}

/** Whole, as goods are looked at. */
export function Pictures({ sale: { pictures, picture } }: PicturesProps) {
  const [shown, setShown] = useState(0);
  const large = pictures[shown] ?? pictures[0];
  if (!large && !picture) return null;
  return (
    <div class="pictures">
      {large ? (
        <img
          class="large"
          src={large.largeUrl}
          width={large.width}
          height={large.height}
          alt={large.alt[language.value]}
        />
      ) : (
        <img class="large" src={pictureAddress(picture ?? '')} alt="" width="600" height="800" />
      )}
      <Thumbs {...{ pictures, large }} onShow={setShown} />
    </div>
  );
}

/** Filling the board, as a poster does. */
export function Poster({ sale: { title, pictures, picture } }: PicturesProps) {
  const [shown, setShown] = useState(0);
  const large = pictures[shown] ?? pictures[0];
  const words = spoken(putInWords);
  if (large)
    return (
      <section class="posters" aria-label={`${words.pictures}: ${title}`}>
        <div class="poster">
          <img src={large.largeUrl} alt={large.alt[language.value]} />
        </div>
        <Thumbs {...{ pictures, large }} onShow={setShown} />
      </section>
    );
  if (!picture) return null;
  return (
    <div class="posters">
      <div class="poster">
        <img src={pictureAddress(picture)} alt="" />
      </div>
    </div>
  );
}

interface ThumbsProps {
  readonly pictures: readonly PictureView[];
  readonly large: PictureView | undefined;
  readonly onShow: (index: number) => void;
}

function Thumbs({ pictures, large, onShow }: ThumbsProps) {
  const words = spoken(putInWords);
  if (pictures.length < 2) return null;
  return (
    <ul class="thumbs" aria-label={words.pictures}>
      {pictures.map((one, index) => (
        <li key={one.url}>
          <button
            type="button"
            aria-label={`${fill(words.picture, { n: index + 1 })} ${one.alt[language.value]}`.trim()}
            aria-current={one === large ? 'true' : undefined}
            onClick={() => onShow(index)}
          >
            <img src={one.url} alt="" width="64" height="64" loading="lazy" />
          </button>
        </li>
      ))}
    </ul>
  );
}
