/**
 * The forms' style sheet, fetched with the forms: the page itself has no field to type into. Resolves once it is there, or
 * has failed: a plain form is better than none.
 */
import address from './forms.css?url';

export const sheet = new Promise<void>((resolve) => {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = address;
  link.onload = link.onerror = () => resolve();
  document.head.append(link);
});
