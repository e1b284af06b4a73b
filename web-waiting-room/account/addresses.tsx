/** The address book: where parcels go, one of them the default; to add, change and remove. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { ADDRESSES_MAX } from '../../domain/limits.ts';
import type { PostalAddress } from '../../domain/postal-address.ts';
import { askForBook, type KeptAddress } from '../address/address-book.ts';
import { PostalLines } from '../address/postal-lines.tsx';
import { asSent, emptyAddress, inOneLine } from '../address/typed-address.ts';
import { addressWords } from '../address/words.ts';
import { AskingOnce } from '../frame/asking-once.tsx';
import { RefusalNote } from '../frame/refusal-note.tsx';
import { fill } from '../language/fill.ts';
import { spoken } from '../language/language.ts';
import type { Answer, Refusal } from '../server/ask.ts';
import { askSignedIn } from '../signing-in/signed-in.ts';
import { AddressForm } from './address-form.tsx';

export function Addresses() {
  const words = spoken(addressWords);
  const heading = useRef<HTMLHeadingElement>(null);
  const [book, setBook] = useState<readonly KeptAddress[] | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  /** What is typed in: a new one, one that is there, or nothing. */
  const [open, setOpen] = useState<KeptAddress | 'new' | null>(null);
  const [leaving, setLeaving] = useState<KeptAddress | null>(null);
  const [said, setSaid] = useState('');

  async function load(): Promise<void> {
    const answer = await askForBook();
    if (answer.ok) setBook(answer.value.items);
    setRefusal(answer.ok ? null : answer.refusal);
  }
  useEffect(() => void load(), []);

  /** The control that was pressed may be gone with what it changed: the reader stands at the heading then. */
  async function after(answer: Answer<unknown>, words: string): Promise<void> {
    if (!answer.ok) return setRefusal(answer.refusal);
    setOpen(null);
    setSaid(words);
    await load();
    heading.current?.focus();
  }
  const pathOf = ({ id }: KeptAddress) => `/me/addresses/${encodeURIComponent(id)}`;
  const toStandard = async (kept: KeptAddress) => {
    const body = { ...asSent(kept), isDefault: true };
    await after(await askSignedIn('PUT', pathOf(kept), { body }), words.saved);
  };
  const remove = async (kept: KeptAddress) => {
    setLeaving(null);
    await after(await askSignedIn('DELETE', pathOf(kept)), words.removed);
  };
  const save = (address: PostalAddress) => {
    if (open === null || open === 'new')
      return askSignedIn<KeptAddress>('POST', '/me/addresses', { body: asSent(address) });
    const body = { ...asSent(address), isDefault: open.isDefault };
    return askSignedIn<KeptAddress>('PUT', pathOf(open), { body });
  };
  const begin = (next: KeptAddress | 'new') => {
    setOpen(next);
    setSaid('');
  };
  const form = open !== null && (
    <AddressForm
      key={open === 'new' ? 'new' : open.id}
      address={open === 'new' ? emptyAddress : open}
      save={save}
      onSaved={(answer) => void after(answer, words.saved)}
      onBack={() => {
        setOpen(null);
        heading.current?.focus();
      }}
    />
  );

  return (
    <section aria-labelledby="addresses">
      <h2 class="h2" id="addresses" tabIndex={-1} ref={heading}>
        {words.book}
      </h2>
      <p class="quiet">{words.bookSays}</p>
      <p class="sr" role="status">
        {said}
      </p>
      {refusal && <RefusalNote refusal={refusal} onRetry={() => void load()} />}
      {book?.length === 0 && open === null && <p class="quiet">{words.none}</p>}
      <ul class="rows">
        {book?.map((kept) => (
          <li key={kept.id}>
            {open !== 'new' && open?.id === kept.id ? (
              form
            ) : (
              <Row
                kept={kept}
                onChange={() => begin(kept)}
                onStandard={() => void toStandard(kept)}
                onRemove={() => setLeaving(kept)}
              />
            )}
          </li>
        ))}
      </ul>
      {open === 'new' && form}
      {book && open !== 'new' && (
        <p>
          {book.length >= ADDRESSES_MAX ? (
            fill(words.full, { n: ADDRESSES_MAX })
          ) : (
            <button type="button" class="btn" onClick={() => begin('new')}>
              {words.add}
            </button>
          )}
        </p>
      )}
      {leaving && (
        <AskingOnce
          title={words.removeTitle}
          stay={words.keep}
          go={words.remove}
          onStay={() => setLeaving(null)}
          onGo={() => void remove(leaving)}
        >
          <PostalLines address={leaving} />
          <p>{words.removeSays}</p>
        </AskingOnce>
      )}
    </section>
  );
}

interface RowProps {
  readonly kept: KeptAddress;
  readonly onChange: () => void;
  readonly onStandard: () => void;
  readonly onRemove: () => void;
}

function Row({ kept, onChange, onStandard, onRemove }: RowProps) {
  const words = spoken(addressWords);
  const named = (label: string) => fill(label, { address: inOneLine(kept) });
  return (
    <>
      <div>
        {kept.isDefault && <span class="chip">{words.standard}</span>}
        <PostalLines address={kept} />
      </div>
      <p class="other-ways">
        <button type="button" class="tap" aria-label={named(words.changeOf)} onClick={onChange}>
          {words.change}
        </button>
        {!kept.isDefault && (
          <button type="button" class="tap" aria-label={named(words.toStandardOf)} onClick={onStandard}>
            {words.toStandard}
          </button>
        )}
        <button type="button" class="tap" aria-label={named(words.removeOf)} onClick={onRemove}>
          {words.remove}
        </button>
      </p>
    </>
  );
}
