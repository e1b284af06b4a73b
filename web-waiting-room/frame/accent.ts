/** Puts a sale's own colour on the page (PAG-110). */
import { accentStyle } from './accent-roles.ts';

/** The document wears it from now on; null: the house's. The policy of pages forbids styles in markup, not in sheets. */
export function openAccent(selector?: string): (accent: string | null) => void {
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  return (accent) => sheet.replaceSync(accent === null ? '' : accentStyle(accent, selector));
}
