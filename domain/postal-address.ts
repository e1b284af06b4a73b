/** Where a parcel goes, as people write it on one. */
export interface PostalAddress {
  readonly recipient: string;
  readonly line1: string;
  readonly line2?: string | undefined;
  readonly city: string;
  readonly postalCode: string;
  /** ISO 3166-1, two letters. */
  readonly country: string;
  readonly phone?: string | undefined;
  /** For who carries it: a gate's code, a neighbour. */
  readonly note?: string | undefined;
}

/** In the order in which they are read: of a file's columns as of a label's lines. */
export const postalFields = [
  'recipient',
  'line1',
  'line2',
  'postalCode',
  'city',
  'country',
  'phone',
  'note',
] as const satisfies readonly (keyof PostalAddress)[];
