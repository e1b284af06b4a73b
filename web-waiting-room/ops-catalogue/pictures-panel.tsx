/** The pictures of a sale: taking one in, telling it in words, its place among the others, removing it. */
import { useRef, useState } from 'preact/hooks';
import type { PictureView, StaffSaleView } from '../../domain/sale.ts';
import { fill } from '../language/fill.ts';
import { spoken } from '../language/language.ts';
import type { CatalogueBook } from './catalogue-book.ts';
import { catalogueWords } from './words.ts';

export interface PicturesPanelProps {
  readonly sale: StaffSaleView;
  readonly book: CatalogueBook;
}

export function PicturesPanel({ sale, book }: PicturesPanelProps) {
  const words = spoken(catalogueWords);
  const chosen = useRef<HTMLInputElement>(null);

  async function upload(file: File | undefined): Promise<void> {
    if (file) await book.upload(file, words.pictureAdded);
    // So that the same file may be chosen again.
    if (chosen.current) chosen.current.value = '';
  }

  return (
    <section class="panel" aria-labelledby="pictures">
      <h2 id="pictures">{words.pictures}</h2>
      {sale.pictures.length === 0 && <p class="quiet">{words.noPictures}</p>}
      <ul class="shelf-list">
        {sale.pictures.map((picture, at) => (
          <PictureRow key={picture.id} {...{ picture, at, book }} isLast={at === sale.pictures.length - 1} />
        ))}
      </ul>
      <div class="field">
        <label for="upload">{words.add}</label>
        <input
          ref={chosen}
          type="file"
          id="upload"
          accept="image/jpeg,image/png,image/webp"
          aria-describedby="upload-hint"
          disabled={book.isBusy.value}
          onChange={(event) => void upload(event.currentTarget.files?.[0])}
        />
        <small id="upload-hint">{words.addHint}</small>
      </div>
    </section>
  );
}

interface PictureRowProps {
  readonly picture: PictureView;
  readonly at: number;
  readonly isLast: boolean;
  readonly book: CatalogueBook;
}

function PictureRow({ picture, at, isLast, book }: PictureRowProps) {
  const words = spoken(catalogueWords);
  const [alt, setAlt] = useState(picture.alt);
  const n = at + 1;
  const isChanged = alt.ko !== picture.alt.ko || alt.en !== picture.alt.en;
  const path = `/pictures/${encodeURIComponent(picture.id)}`;
  const move = (position: number) => void book.act('PATCH', path, { position }, words.moved);
  const field = (tongue: 'ko' | 'en', label: string) => (
    <div class="field">
      <label for={`alt-${tongue}-${n}`}>{label}</label>
      <input
        id={`alt-${tongue}-${n}`}
        lang={tongue}
        maxLength={300}
        aria-describedby={`alt-hint-${n}`}
        value={alt[tongue]}
        onInput={(event) => setAlt({ ...alt, [tongue]: event.currentTarget.value })}
      />
    </div>
  );
  return (
    <li>
      <div class="picture-row">
        <img src={picture.url} alt="" width="96" height="96" loading="lazy" />
        <div class="cols">
          {field('ko', words.altKo)}
          {field('en', words.altEn)}
          <p class="hint" id={`alt-hint-${n}`}>
            {fill(words.altHint, { n })}
          </p>
        </div>
      </div>
      <p class="acts">
        <button
          type="button"
          class="btn"
          disabled={!isChanged || book.isBusy.value}
          onClick={() => void book.act('PATCH', path, { alt }, words.saved)}
        >
          {fill(words.saveWords, { n })}
        </button>
        <button
          type="button"
          class="btn"
          aria-label={fill(words.earlier, { n })}
          disabled={at === 0 || book.isBusy.value}
          onClick={() => move(at - 1)}
        >
          ↑
        </button>
        <button
          type="button"
          class="btn"
          aria-label={fill(words.later, { n })}
          disabled={isLast || book.isBusy.value}
          onClick={() => move(at + 1)}
        >
          ↓
        </button>
        <button
          type="button"
          class="btn btn-text"
          disabled={book.isBusy.value}
          onClick={() => void book.act('DELETE', path, undefined, words.pictureGone)}
        >
          {fill(words.remove, { n })}
        </button>
      </p>
    </li>
  );
}
