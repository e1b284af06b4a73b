/**
 * Fills a sentence with facts. `{name}` is a fact; `[…]` is said only when every fact in it is known, so that a page
 * never shows an empty promise such as "More by ." (PAG-4).
 */

export type Facts = Readonly<Record<string, string | number | null | undefined>>;

export function fill(template: string, facts: Facts = {}): string {
  const said = template.replace(/\[([^\]]*)\]/g, (_, part: string) =>
    factsOf(part).every((name) => isKnown(facts[name])) ? part : '',
  );
  return said.replace(/\{(\w+)\}/g, (_, name: string) => (isKnown(facts[name]) ? String(facts[name]) : '…'));
}

/** The facts that a template names, in order; a table test compares the languages by it. */
export const factsOf = (template: string): string[] =>
  [...template.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);

const isKnown = (fact: string | number | null | undefined) =>
  fact !== null && fact !== undefined && fact !== '';
