/** The addresses that an account keeps, for whoever is signed in; for anybody else there are none. */
import { useEffect, useState } from 'preact/hooks';
import type { PostalAddress } from '../../domain/postal-address.ts';
import { askSignedIn, signedIn } from '../signing-in/signed-in.ts';

export interface KeptAddress extends PostalAddress {
  readonly id: string;
  readonly isDefault: boolean;
}
/** The default first. */
export interface Book {
  readonly items: readonly KeptAddress[];
}

export const askForBook = () => askSignedIn<Book>('GET', '/me/addresses');

/** Empty also where it cannot be read: then the address is typed. */
export function useBook(): readonly KeptAddress[] {
  const accountId = signedIn.value?.account?.id;
  const [book, setBook] = useState<readonly KeptAddress[]>([]);
  useEffect(() => {
    if (accountId === undefined) setBook([]);
    else void askForBook().then((answer) => answer.ok && setBook(answer.value.items));
  }, [accountId]);
  return book;
}
