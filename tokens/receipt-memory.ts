/**
 * The receipts that a process has signed or verified of late, so that a visitor who polls is not verified from the start
 * each time: the signature and its parsing are the dearest part of a poll. A text is remembered whole, so only what was
 * verified once is believed again.
 *
 * Two generations of a bounded size in place of a list in the order of use: the older one is dropped as a whole.
 */
import type { KeyRing } from '../runtime/keyring.ts';
import { type Receipt, readReceipt, signReceipt } from './receipt.ts';

/** Some 300 bytes each: six megabytes where all polls of a full gateway are of different visitors. */
const REMEMBERED_MAX = 10_000;

export class ReceiptMemory {
  readonly #ring: KeyRing;
  #young = new Map<string, Receipt>();
  #old = new Map<string, Receipt>();

  constructor(ring: KeyRing) {
    this.#ring = ring;
  }

  sign(receipt: Receipt): string {
    const text = signReceipt(this.#ring, receipt);
    this.#remember(text, receipt);
    return text;
  }

  /** Refuses with `receipt_invalid` what this ring did not sign. */
  read(text: string): Receipt {
    const young = this.#young.get(text);
    if (young) return young;
    const receipt = this.#old.get(text) ?? readReceipt(this.#ring, text);
    this.#remember(text, receipt);
    return receipt;
  }

  #remember(text: string, receipt: Receipt): void {
    if (this.#young.size >= REMEMBERED_MAX) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(text, receipt);
  }
}
