/** Name and email; where it goes as well, if the order goes by post. Nothing else is asked. */
import { AddressPart } from '../address/address-part.tsx';
import type { Buyer } from './buyer.ts';
import { Field } from './field.tsx';
import { checkoutWordsOf } from './words.ts';

export interface BuyerFieldsProps {
  readonly buyer: Buyer;
  readonly isPosted: boolean;
  /** The country of the sale, if it is known. */
  readonly home?: string | undefined;
  /** Paths that the server refused, such as "contact.email". */
  readonly wrong: readonly string[];
  readonly onChange: (buyer: Buyer) => void;
}

export function BuyerFields({ buyer, isPosted, home, wrong, onChange }: BuyerFieldsProps) {
  const words = checkoutWordsOf(isPosted ? 'shipping' : 'ticket');
  const contact = (key: 'name' | 'email') => ({
    id: key,
    label: words[key],
    value: buyer.contact[key],
    required: true,
    isWrong: wrong.includes(`contact.${key}`),
    onText: (text: string) => onChange({ ...buyer, contact: { ...buyer.contact, [key]: text } }),
  });
  return (
    <>
      <fieldset class="cols">
        <legend class="h2">{words.contact}</legend>
        <Field {...contact('name')} autoComplete="name" maxLength={100} />
        <Field
          {...contact('email')}
          type="email"
          autoComplete="email"
          maxLength={254}
          hint={words.emailHint}
        />
      </fieldset>
      {isPosted && (
        <AddressPart
          address={buyer.address}
          home={home}
          isWrong={(field) => wrong.includes(`address.${field}`)}
          onChange={(address) => onChange({ ...buyer, address })}
        />
      )}
    </>
  );
}
