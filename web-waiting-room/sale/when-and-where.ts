/** When and where something takes place, by the clock of its place; of what has neither, what it is filed under. */
import type { SaleView } from '../../domain/sale.ts';
import { language } from '../language/language.ts';
import { startsThere } from '../language/starts-there.ts';
import { categoryName } from '../sales/categories.ts';

export const whenAndWhere = (sale: SaleView): string =>
  [startsThere(sale), sale.venue].filter(Boolean).join(', ') || categoryName(sale.category, language.value);
