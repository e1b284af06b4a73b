/** An address to be typed, field by field. */
import type { PostalAddress } from '../../domain/postal-address.ts';
import { Field } from '../checkout/field.tsx';
import { spoken } from '../language/language.ts';
import { CountryField } from './country-field.tsx';
import { emptyAddress } from './typed-address.ts';
import { addressWords } from './words.ts';

export interface AddressFieldsProps {
  readonly address: PostalAddress;
  /** The country that stands first; where there is no sale to say so, the one that an empty address has. */
  readonly home?: string | undefined;
  /** Whether the server refused what stands in a field. */
  readonly isWrong: (field: keyof PostalAddress) => boolean;
  readonly onChange: (address: PostalAddress) => void;
}

const optional: readonly (keyof PostalAddress)[] = ['line2', 'phone', 'note'];

export function AddressFields(props: AddressFieldsProps) {
  const words = spoken(addressWords);
  const field = fieldOf(props);
  const { address, isWrong, onChange, home = emptyAddress.country } = props;
  return (
    <>
      <Field {...field('recipient')} autoComplete="shipping name" maxLength={100} />
      <Field {...field('line1')} autoComplete="shipping address-line1" maxLength={200} />
      <Field {...field('line2')} autoComplete="shipping address-line2" maxLength={200} />
      <Field {...field('city')} autoComplete="shipping address-level2" maxLength={100} />
      <Field {...field('postalCode')} autoComplete="shipping postal-code" maxLength={20} />
      <CountryField
        code={address.country}
        home={home}
        isWrong={isWrong('country')}
        onCode={(country) => onChange({ ...address, country })}
      />
      <Field
        {...field('phone')}
        type="tel"
        autoComplete="shipping tel"
        maxLength={40}
        hint={words.phoneHint}
      />
      <NoteField {...props} />
    </>
  );
}

/** The one field that is typed for an address that is known already. */
export function NoteField(props: AddressFieldsProps) {
  const words = spoken(addressWords);
  return <Field {...fieldOf(props)('note')} maxLength={300} hint={words.noteHint} />;
}

const fieldOf =
  ({ address, isWrong, onChange }: AddressFieldsProps) =>
  (key: keyof PostalAddress) => ({
    id: `address-${key}`,
    label: spoken(addressWords)[key],
    value: address[key] ?? '',
    required: !optional.includes(key),
    isWrong: isWrong(key),
    onText: (text: string) => onChange({ ...address, [key]: text }),
  });
