/** The head of board and door: which sale this is, and the other language. */
import { LanguageSwitch } from '../frame/language-switch.tsx';

export function SaleHead({ title, what }: { readonly title: string; readonly what: string }) {
  return (
    <header class="top">
      <p>
        <strong>{title}</strong> {what}
      </p>
      <LanguageSwitch />
    </header>
  );
}
