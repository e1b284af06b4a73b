/** One labelled field of a form, with a hint and, after a refusal, the word that it wants a second look. */
import { spoken } from '../language/language.ts';

const labels = { en: { check: 'Please check this.' }, ko: { check: '이 칸을 확인해 주세요.' } };

export interface FieldProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly type?: 'text' | 'email' | 'tel';
  readonly required?: boolean;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly autoComplete?: string;
  readonly hint?: string;
  readonly isWrong?: boolean;
  readonly onText: (text: string) => void;
}

export function Field({ id, label, hint, isWrong = false, type = 'text', onText, ...more }: FieldProps) {
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
      {type === 'email' ? (
        <input type="email" {...input} />
      ) : type === 'tel' ? (
        <input type="tel" {...input} />
      ) : (
        <input type="text" {...input} />
      )}
      {isWrong && (
        <small id={`${id}-wrong`} class="wrong">
          {spoken(labels).check}
        </small>
      )}
      {hint && <small id={`${id}-hint`}>{hint}</small>}
    </div>
  );
}
