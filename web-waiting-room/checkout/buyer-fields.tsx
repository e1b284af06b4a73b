/** Name and email; an address as well where the order goes by post. Nothing else is asked. */
import { spoken } from '../language/language.ts';
import type { Buyer } from './buyer.ts';
import { Field } from './field.tsx';
import { checkoutWords, checkoutWordsOf } from './words.ts';

export interface BuyerFieldsProps {
  readonly buyer: Buyer;
  readonly isPosted: boolean;
  /** Paths that the server refused, such as "contact.email". */
  readonly wrong: readonly string[];
  readonly onChange: (buyer: Buyer) => void;
}

export function BuyerFields({ buyer, isPosted, wrong, onChange }: BuyerFieldsProps) {
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
        <Field {...contact('email')} isEmail autoComplete="email" maxLength={254} hint={words.emailHint} />
      </fieldset>
      {isPosted && <AddressFields buyer={buyer} isPosted wrong={wrong} onChange={onChange} />}
    </>
  );
}

function AddressFields({ buyer, wrong, onChange }: BuyerFieldsProps) {
  const words = spoken(checkoutWords);
  const { address } = buyer;
  const field = (key: 'recipient' | 'line1' | 'line2' | 'city' | 'postalCode' | 'country') => ({
    id: key,
    label: words[key],
    value: address[key] ?? '',
    required: key !== 'line2',
    isWrong: wrong.includes(`address.${key}`),
    onText: (text: string) => onChange({ ...buyer, address: { ...address, [key]: text } }),
  });
  return (
    <fieldset class="cols">
      <legend class="h2">{words.address}</legend>
      <Field {...field('recipient')} autoComplete="shipping name" maxLength={100} />
      <Field {...field('line1')} autoComplete="shipping address-line1" maxLength={200} />
      <Field {...field('line2')} autoComplete="shipping address-line2" maxLength={200} />
      <Field {...field('city')} autoComplete="shipping address-level2" maxLength={100} />
      <Field {...field('postalCode')} autoComplete="shipping postal-code" maxLength={20} />
      <Field {...field('country')} autoComplete="shipping country" maxLength={2} pattern="[A-Z]{2}" />
    </fieldset>
  );
}
