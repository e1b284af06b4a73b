/**
 * Every table that says which account a row is of, and what becomes of it in the account's export and at its end (ACT-19,
 * ACT-20). A test fails where the database has such a table that is not here.
 */
export interface AccountTableNote {
  /** Where its rows stand in the export; or why they say nothing about the person. */
  readonly exported: string | { readonly not: string };
  readonly erased: 'row' | 'what names the person' | { readonly kept: string };
}

export const accountTables: Readonly<Record<string, AccountTableNote>> = {
  account: { exported: 'account', erased: 'what names the person' },
  account_address: { exported: 'addresses', erased: 'row' },
  account_flag: { exported: 'flags', erased: 'what names the person' },
  login: { exported: 'signIns', erased: 'what names the person' },
  basket_item: { exported: 'basket', erased: 'row' },
  basket_order: {
    exported: { not: 'says which order empties the basket; settled within minutes' },
    erased: 'row',
  },
  order: {
    exported: 'orders',
    erased: {
      kept: 'where money was moved: the law asks for it; the contact of all others is erased when they came to nothing',
    },
  },
  points_account: { exported: 'points', erased: { kept: 'the ledger of points; it names nobody' } },
  points_entry: { exported: 'points', erased: { kept: 'the ledger of points; it names nobody' } },
  points_hold: {
    exported: { not: 'a sum that an order holds for minutes; it stands in the ledger afterwards' },
    erased: { kept: 'the writer settles it; it names nobody' },
  },
};
