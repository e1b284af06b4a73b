/** Redis key names, all of them. The braces keep one sale's keys in one slot of a cluster. */

/** The keys of a line, in the order in which every line script receives them (redis/line/prelude.lua names them). */
export const lineKeys = (saleId: string): readonly string[] =>
  [
    'meta',
    'line',
    'lobby',
    'drawn',
    'calling',
    'called',
    'shopping',
    'returned',
    'passed',
    'seen',
    'admitted',
    'priority',
    'slow',
    'snoozed',
    'invited',
    'reserve',
    'lanes',
  ].map((name) => `sale:{${saleId}}:${name}`);

export const metaKey = (saleId: string): string => `sale:{${saleId}}:meta`;
export const lobbyKey = (saleId: string): string => `sale:{${saleId}}:lobby`;
/** Turns without a slot of the floor, and the reserve list. */
export const invitedKey = (saleId: string): string => `sale:{${saleId}}:invited`;
export const reserveKey = (saleId: string): string => `sale:{${saleId}}:reserve`;
/** Which process opens the sale at the moment. */
export const openerKey = (saleId: string): string => `sale:{${saleId}}:opener`;
/** Somebody looks for whom to remind, or did a moment ago. */
export const reminderKey = (saleId: string): string => `sale:{${saleId}}:reminder`;
export const seenKey = (saleId: string): string => `sale:{${saleId}}:seen`;
/** Reserve commands on their way to the writer. */
export const commandsKey = (saleId: string): string => `sale:{${saleId}}:commands`;
export const noticesChannel = (saleId: string): string => `sale:{${saleId}}:notices`;
/** Where the writer answers one API instance. */
export const answersChannel = (instance: string): string => `answers:{${instance}}`;
/** How much of a budget is used; of no sale, so each in a slot of its own. */
export const budgetKey = (kind: string, digest: string): string => `budget:${kind}:${digest}`;
/** A solution that was used, and by whom. */
export const spentProofKey = (signature: string): string => `proof:${signature}`;
/**
 * What is shown of a sale, as catalogue/products.ts writes it. The number grows with the shape of the text: while a new
 * version replaces an old one, neither reads what the other wrote.
 */
export const productKey = (slug: string): string => `product:3:{${slug}}`;
/** Lasts while every product is as PostgreSQL had it a moment ago. */
export const PRODUCTS_CURRENT_KEY = 'products:3:current';
/** Which process keeps them so. */
export const PRODUCTS_KEEPER_KEY = 'products:3:keeper';
/** BullMQ's keys, in one slot of their own. */
export const BULLMQ_PREFIX = '{usher}';
