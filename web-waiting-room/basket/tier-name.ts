/** A tier's name with what tells it from its sisters, unless its name says so already. */
import type { TierView } from '../../domain/sale.ts';
import { spoken } from '../language/language.ts';
import { basketWords } from './words.ts';

export function tierName(name: string, tier: Pick<TierView, 'attributes'> | null): string {
  const words = spoken(basketWords);
  const labels: Readonly<Record<string, string>> = {
    size: words.size,
    color: words.color,
    colour: words.color,
  };
  const more = Object.entries(tier?.attributes ?? {})
    .filter(([, value]) => !name.toLocaleLowerCase().includes(value.toLocaleLowerCase()))
    .map(([attribute, value]) => `${labels[attribute] ?? capital(attribute)}: ${value}`);
  return [name, ...more].join(', ');
}

const capital = (word: string): string => word.slice(0, 1).toLocaleUpperCase() + word.slice(1);
