/** An organiser's reason may come without a full stop; among our sentences it needs one. */
export const asSentence = (reason: string | null | undefined): string | null =>
  !reason ? null : /[.!?。]\s*$/.test(reason) ? reason.trim() : `${reason.trim()}.`;
