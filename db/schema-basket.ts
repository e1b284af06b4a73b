/** Row types of baskets and wishlists (migration 0008). */
import type { ListName } from '../domain/basket.ts';
import type { At, AtByDefault } from './columns.ts';

export interface BasketItemTable {
  account_id: string;
  list: ListName;
  tier_id: string;
  quantity: number;
  added_at: AtByDefault;
}

export interface BasketOrderTable {
  command_id: string;
  account_id: string;
  asked_at: AtByDefault;
  settled_at: At | null;
}
