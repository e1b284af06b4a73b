/** Puts a page into its document. */
import { type ComponentType, h, render } from 'preact';

export function mount(Page: ComponentType): void {
  const place = document.getElementById('page');
  if (!place) throw new Error('The document has no #page');
  render(h(Page, null), place);
}
