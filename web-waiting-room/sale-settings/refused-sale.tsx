/** A "no" to a form of a sale: which fields, or why not at all. */
import { RefusalNote } from '../frame/refusal-note.tsx';
import { language, spoken } from '../language/language.ts';
import type { Refusal } from '../server/ask.ts';
import { wrongFieldWords } from './wrong-fields.ts';

const labels = { en: 'Nothing was changed.', ko: '아무것도 바뀌지 않았어요.' };

export function RefusedSale({ refusal }: { readonly refusal: Refusal }) {
  if (!refusal.errors?.length) return <RefusalNote refusal={refusal} />;
  return (
    <div class="refusal" role="alert">
      <p>
        <b>{spoken(labels)}</b>
      </p>
      <ul class="dots">
        {refusal.errors.map((wrong) => (
          <li key={wrong.path}>{wrongFieldWords(wrong, language.value)}</li>
        ))}
      </ul>
    </div>
  );
}
