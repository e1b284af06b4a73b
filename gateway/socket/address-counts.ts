/**
 * How many sockets an address has open at this gateway (ACC-17): a process has 20,000 file descriptors, and one machine must
 * not take them all. The bound is a town behind one carrier's address; who is above it is told to come back, and can
 * poll meanwhile.
 */
export class AddressCounts {
  readonly #counts = new Map<string, number>();

  of(group: string): number {
    return this.#counts.get(group) ?? 0;
  }

  add(group: string): void {
    this.#counts.set(group, this.of(group) + 1);
  }

  remove(group: string): void {
    const left = this.of(group) - 1;
    if (left > 0) this.#counts.set(group, left);
    else this.#counts.delete(group);
  }
}
