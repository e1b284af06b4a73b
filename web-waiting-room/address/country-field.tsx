/** The country of an address, chosen by its name; typing the name's beginning finds it. */
import { language, spoken } from '../language/language.ts';
import { countryNames } from './country-names.ts';
import { addressWords } from './words.ts';

export interface CountryFieldProps {
  readonly code: string;
  /** Stands first. */
  readonly home: string;
  readonly isWrong: boolean;
  readonly onCode: (code: string) => void;
}

export function CountryField({ code, home, isWrong, onCode }: CountryFieldProps) {
  return (
    <div class="field">
      <label for="address-country">{spoken(addressWords).country}</label>
      <select
        id="address-country"
        name="address-country"
        required
        autoComplete="shipping country"
        aria-invalid={isWrong}
        value={code}
        onChange={(event) => onCode(event.currentTarget.value)}
      >
        {countryNames(language.value, home).map(({ code: one, name }) => (
          <option key={one} value={one}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}
