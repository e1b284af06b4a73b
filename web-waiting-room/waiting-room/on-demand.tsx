/**
 * A part of the page that few visitors need, fetched when it is first shown (PAG-38): the page itself must be small for the
 * crowd. While it is on its way a line of words holds its place; where it does not arrive, a button tries again.
 */
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { spoken } from '../language/language.ts';

const labels = {
  en: { coming: 'One moment', again: 'That did not load. Try again' },
  ko: { coming: '잠시만요', again: '불러오지 못했어요. 다시 시도하기' },
};

type Part<Props> = { readonly Part: ComponentType<Props> } | 'coming' | 'lost';

/** `fetchPart` must be the same function each time: it is what names the part. */
export function OnDemand<Props extends object>({
  fetchPart,
  props,
}: {
  readonly fetchPart: () => Promise<ComponentType<Props>>;
  readonly props: Props;
}) {
  const [part, setPart] = useState<Part<Props>>('coming');
  useEffect(() => {
    if (part !== 'coming') return;
    let isGone = false;
    const settle = (next: Part<Props>) => {
      if (!isGone) setPart(next);
    };
    fetchPart().then(
      (Part) => settle({ Part }),
      (error) => {
        // A TypeError means that the file did not arrive; anything else is a bug.
        if (!(error instanceof TypeError)) throw error;
        settle('lost');
      },
    );
    return () => {
      isGone = true;
    };
  }, [part, fetchPart]);
  const words = spoken(labels);
  if (part === 'coming') return <span class="quiet">{words.coming}</span>;
  if (part === 'lost')
    return (
      <button type="button" class="btn" onClick={() => setPart('coming')}>
        {words.again}
      </button>
    );
  const { Part } = part;
  return <Part {...props} />;
}
