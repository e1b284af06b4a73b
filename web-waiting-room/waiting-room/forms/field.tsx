/** One labelled line to type into, with what it is for below it. */
import { useId, useLayoutEffect, useRef } from 'preact/hooks';

export interface FieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly type: 'email' | 'text';
  readonly value: string;
  readonly onValue: (value: string) => void;
  /** Whoever asked for the form goes on typing at once. */
  readonly isFirst?: boolean;
  readonly complete: 'email' | 'one-time-code' | 'off';
}

export function Field({ label, hint, type, value, onValue, isFirst, complete }: FieldProps) {
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    if (isFirst) input.current?.focus();
  }, [isFirst]);
  const id = useId();
  const kind = type === 'email' ? { type: 'email' as const } : { type: 'text' as const };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        ref={input}
        {...kind}
        value={value}
        autocomplete={complete}
        autocapitalize="off"
        spellcheck={false}
        aria-describedby={hint && `${id}-hint`}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
      {hint && <small id={`${id}-hint`}>{hint}</small>}
    </div>
  );
}

/** Not a proof, only what a slip of the finger shows; the server looks again. */
export const looksLikeEmail = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text.trim());
