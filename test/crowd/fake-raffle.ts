/** The part of a raffle that a crowd sees: registered, won or not drawn, and the list that moves up. */

type Say = (message: object) => void;

export class FakeRaffle {
  readonly #asks: { readonly winners: number; readonly registrations: number };
  readonly #registered: { readonly visitor: string; readonly say: Say }[] = [];
  readonly #asked = new Set<string>();
  isDrawn = false;

  constructor(asks: { readonly winners: number; readonly registrations: number }) {
    this.#asks = asks;
  }

  /** The draw gives the numbers in the order of coming: which one is no matter here. */
  register(visitor: string, say: Say): void {
    this.#registered.push({ visitor, say });
    if (this.#registered.length < this.#asks.registrations) return;
    this.isDrawn = true;
    for (const [i, { visitor: who, say: tell }] of this.#registered.entries()) {
      if (i < this.#asks.winners) this.#ask(who, tell, false);
      else tell(place('notDrawn', { reserveNumber: i + 1 - this.#asks.winners }));
    }
  }

  /** A turn that was given: the next of the list is asked. */
  giveBack(visitor: string): void {
    if (!this.#asked.has(visitor)) return;
    const next = this.#registered.find(({ visitor: who }) => !this.#asked.has(who));
    if (next) this.#ask(next.visitor, next.say, true);
  }

  #ask(visitor: string, say: Say, isOfList: boolean): void {
    this.#asked.add(visitor);
    const claimBy = new Date(Date.now() + 3_600_000).toISOString();
    say(place('won', { claimBy, callNo: 1, ...(isOfList && { fromList: true }) }));
  }
}

const place = (state: string, more: object) => ({
  ...{ type: 'place', state, ahead: null, moved: 0, waiting: 1, eta: null },
  ...more,
});
