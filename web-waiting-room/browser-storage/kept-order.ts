/**
 * The orders of this browser: the key that opens each (`usher.order.ID`), the order a sale's checkout is working on,
 * and a copy of order and tickets for the door, where there may be no connection.
 */
import { forget, keep, kept, keptJson } from './keep.ts';

export const orderKey = (id: string): string | null => kept(`usher.order.${id}`);
export const keepOrderKey = (id: string, key: string): void => keep(`usher.order.${id}`, key);

export const orderOf = (slug: string): string | null => kept(`usher.checkout.${slug}`);
export const keepOrderOf = (slug: string, id: string): void => keep(`usher.checkout.${slug}`, id);
export const forgetOrderOf = (slug: string): void => forget(`usher.checkout.${slug}`);

export const orderCopy = (id: string): unknown => keptJson(`usher.copy.${id}`);
export const keepOrderCopy = (id: string, copy: unknown): void =>
  keep(`usher.copy.${id}`, JSON.stringify(copy));
