/** One labelled input of the account's forms. */
export interface InputProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly type?: 'text' | 'email' | 'password' | 'tel';
  readonly autoComplete:
    | 'off'
    | 'username'
    | 'current-password'
    | 'new-password'
    | 'one-time-code'
    | 'name'
    | 'tel';
  readonly hint?: string;
  readonly required?: boolean;
  readonly minLength?: number;
  readonly onText: (text: string) => void;
}

export function Input({ id, label, hint, type = 'text', required = true, onText, ...more }: InputProps) {
  const input = {
    ...more,
    ...(hint && { 'aria-describedby': `${id}-hint` }),
    id,
    name: id,
    required,
    onInput: (event: { readonly currentTarget: HTMLInputElement }) => onText(event.currentTarget.value),
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {type === 'password' ? (
        <input type="password" {...input} />
      ) : type === 'email' ? (
        <input type="email" {...input} />
      ) : type === 'tel' ? (
        <input type="tel" {...input} />
      ) : (
        <input type="text" {...input} />
      )}
      {hint && <small id={`${id}-hint`}>{hint}</small>}
    </div>
  );
}
