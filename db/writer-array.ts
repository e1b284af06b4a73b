/**
 * Array literals of PostgreSQL: one parameter carries a column of a whole batch, so that a statement's
 * text, and its plan, are the same for one row and for two hundred. pg's own conversion would do, at four
 * times the cost: a batch has some five thousand elements.
 */
type Element = string | number | boolean | null;

const special = /["\\]/;

/** For unnest($n::text[]), and for any other type whose text needs nothing else. */
export function arrayOf(elements: readonly Element[]): string {
  let literal = '{';
  for (const element of elements) {
    if (literal.length > 1) literal += ',';
    if (typeof element !== 'string') literal += element === null ? 'NULL' : String(element);
    else literal += special.test(element) ? `"${element.replaceAll(/["\\]/g, '\\$&')}"` : `"${element}"`;
  }
  return `${literal}}`;
}
