/**
 * The crowd's own record: what each visitor was told, one JSON object a line, in `.usher/crowd/ID-PART.jsonl`. The first
 * line of a file is its head. `npm run verify` reads it: an answer that somebody saw must be in PostgreSQL (VER-5).
 */
export interface RecordHead {
  readonly what: 'crowd';
  readonly crowd: string;
  readonly part: number;
  readonly sale: string;
  readonly saleId: string;
  readonly url: string;
  readonly startedAt: string;
}

interface Said {
  /** The visitor, unique in the crowd. */
  readonly v: number;
  /** Milliseconds since 1970, on the crowd's clock. */
  readonly at: number;
}

export type RecordLine = Said &
  (
    | { readonly what: 'online' | 'offline' | 'call' | 'soldOut' | 'passedOver' | 'left' }
    /** A receipt, taken apart. `lobby`: the number is an index in the lobby. */
    | {
        readonly what: 'place';
        readonly entryId: string;
        readonly number: number;
        readonly lobby: boolean;
        readonly generation: number;
      }
    | { readonly what: 'pass'; readonly entryId: string; readonly admissionId: string }
    | { readonly what: 'order'; readonly id: string; readonly units: number; readonly amount: number }
    | { readonly what: 'refused'; readonly code: string }
    | { readonly what: 'paid'; readonly id: string; readonly state: string }
    /** The same request under the same key was answered in two ways. */
    | { readonly what: 'differing'; readonly first: string; readonly second: string }
    | { readonly what: 'end'; readonly as: string }
  );
