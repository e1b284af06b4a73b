/**
 * The part of a checkout that asks where a parcel goes: one of the addresses that the account keeps, with a note for this
 * parcel, or another one. Without an account it is typed.
 */
import { useLayoutEffect, useState } from 'preact/hooks';
import type { PostalAddress } from '../../domain/postal-address.ts';
import { spoken } from '../language/language.ts';
import { useBook } from './address-book.ts';
import { AddressFields, type AddressFieldsProps, NoteField } from './address-fields.tsx';
import { asSent, emptyAddress, inOneLine, isEmpty, isSameDoor } from './typed-address.ts';
import { addressWords } from './words.ts';

export function AddressPart({ address, home = emptyAddress.country, isWrong, onChange }: AddressFieldsProps) {
  const words = spoken(addressWords);
  const book = useBook();
  /** Whoever types goes on typing, also past the moment at which it is the same as a kept one. */
  const [isTyping, setTyping] = useState(false);
  const chosen = isTyping ? undefined : book.find((kept) => isSameDoor(kept, address));
  useLayoutEffect(() => {
    if (isEmpty(address)) onChange({ ...address, country: home });
  }, [home]);
  // Before anything is drawn, so that nothing typed meanwhile is lost.
  useLayoutEffect(() => {
    const [first] = book;
    if (first && isEmpty(address)) onChange(asSent(first));
  }, [book]);

  function choose(next: PostalAddress | null): void {
    setTyping(next === null);
    onChange(next === null ? { ...emptyAddress, country: home } : asSent(next));
  }
  const fields = {
    address,
    home,
    isWrong,
    onChange: (next: PostalAddress) => {
      setTyping(chosen === undefined);
      onChange(next);
    },
  };
  return (
    <fieldset class="cols">
      <legend class="h2">{words.post}</legend>
      {book.length > 0 && (
        <div>
          {book.map((kept) => (
            <Way
              key={kept.id}
              isChosen={kept.id === chosen?.id}
              label={inOneLine(kept)}
              onChoose={() => choose(kept)}
            />
          ))}
          <Way isChosen={chosen === undefined} label={words.another} onChoose={() => choose(null)} />
        </div>
      )}
      {chosen ? <NoteField {...fields} /> : <AddressFields {...fields} />}
    </fieldset>
  );
}

interface WayProps {
  readonly isChosen: boolean;
  readonly label: string;
  readonly onChoose: () => void;
}

function Way({ isChosen, label, onChoose }: WayProps) {
  return (
    <label class="pick">
      <input type="radio" name="address" checked={isChosen} onChange={onChoose} /> <span>{label}</span>
    </label>
  );
}
