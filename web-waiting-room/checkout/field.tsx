/** One labelled field of a form, with a hint and, after a refusal, the word that it wants a second look. */
import { spoken } from '../language/language.ts';
import { checkoutWords } from './words.ts';

export interface FieldProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly isEmail?: boolean;
  readonly required?: boolean;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly autoComplete?: string;
  readonly hint?: string;
  readonly isWrong?: boolean;
  readonly onText: (text: string) => void;
}

export function Field({ id, label, hint, isWrong = false, isEmail = false, onText, ...more }: FieldProps) {
  const about = [hint && `${id}-hint`, isWrong && `${id}-wrong`].filter(Boolean).join(' ');
  const input = {
    ...more,
    id,
    name: id,
    'aria-invalid': isWrong,
    ...(about && { 'aria-describedby': about }),
    onInput: (event: { readonly currentTarget: HTMLInputElement }) => onText(event.currentTarget.value),
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {isEmail ? <input type="email" {...input} /> : <input type="text" {...input} />}
      {isWrong && (
        <small id={`${id}-wrong`} class="wrong">
          {spoken(checkoutWords).check}
        </small>
      )}
      {hint && <small id={`${id}-hint`}>{hint}</small>}
    </div>
  );
}
