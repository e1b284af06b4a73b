/**
 * The only module that reads the wall clock; everything else is handed a Clock. Never decides an order: stores
 * have clocks of their own.
 */

/** Milliseconds since 1970, UTC. */
export type Clock = () => number;

export const systemClock: Clock = () => Date.now();
