/** One address of the book, to be typed and saved. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { PostalAddress } from '../../domain/postal-address.ts';
import { AddressFields } from '../address/address-fields.tsx';
import { addressWords } from '../address/words.ts';
import { RefusalNote } from '../frame/refusal-note.tsx';
import { spoken } from '../language/language.ts';
import type { Answer } from '../server/ask.ts';
import { useForm } from './use-form.ts';

export interface AddressFormProps<Saved> {
  readonly address: PostalAddress;
  readonly save: (address: PostalAddress) => Promise<Answer<Saved>>;
  readonly onSaved: (answer: Answer<Saved>) => void;
  readonly onBack: () => void;
}

export function AddressForm<Saved>({ address, save, onSaved, onBack }: AddressFormProps<Saved>) {
  const words = spoken(addressWords);
  const form = useRef<HTMLFormElement>(null);
  const [typed, setTyped] = useState(address);
  const { send, isGoing, refusal } = useForm({});
  useLayoutEffect(() => form.current?.querySelector('input')?.focus(), []);
  const wrong = (refusal?.errors ?? []).map(({ path }) => path);
  return (
    <form
      class="cols wide"
      ref={form}
      aria-label={words.book}
      onSubmit={(event) => {
        event.preventDefault();
        void send(() => save(typed)).then((done) => done && onSaved({ ok: true, value: done.value }));
      }}
    >
      {refusal && <RefusalNote refusal={refusal} />}
      <AddressFields address={typed} isWrong={(field) => wrong.includes(field)} onChange={setTyped} />
      <p class="other-ways">
        <button type="submit" class="btn" disabled={isGoing}>
          {words.save}
        </button>
        <button type="button" class="btn" onClick={onBack}>
          {words.back}
        </button>
      </p>
    </form>
  );
}
