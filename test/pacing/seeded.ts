/** Numbers by chance from a seed, so that a sale that failed can be played again: mulberry32. */

export interface Seeded {
  /** 0 up to 1. */
  fraction(): number;
  /** From `least` to `most`, both included. */
  whole(least: number, most: number): number;
  isSo(share: number): boolean;
}

export function seeded(seed: number): Seeded {
  let state = seed;
  const fraction = () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    fraction,
    whole: (least, most) => least + Math.floor(fraction() * (most - least + 1)),
    isSo: (share) => fraction() < share,
  };
}
