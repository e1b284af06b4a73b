/** When and where something takes place, by the clock of its place; of what has neither, what it is filed under. */
import type { SaleView } from '../../domain/sale.ts';
import { language } from '../language/language.ts';
import { dateAndTimeThere, msOf } from '../language/time.ts';
import { categoryName } from '../sales/categories.ts';

export function whenAndWhere({ startsAt, timeZone, venue, category }: SaleView): string {
  const startsMs = msOf(startsAt);
  const at = startsMs === null ? null : dateAndTimeThere(startsMs, timeZone, language.value);
  return [at, venue].filter(Boolean).join(', ') || categoryName(category, language.value);
}
