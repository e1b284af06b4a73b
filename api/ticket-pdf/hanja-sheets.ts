/**
 * Hanja for the few texts that have any (TIC-10): Noto Sans KR, which has those of KS X 1001 and no rarer ones. Its package
 * keeps it as some 120 sheets of a hundred signs, in the web's format and with a weight that varies; from both the PDF
 * library loses signs. So a sheet that a text needs is turned into TrueType of one weight, which takes some 70 ms, and is
 * kept by the thread: half a megabyte for an ordinary name, and 15 MB for all of them.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import subsetFont from 'subset-font';

export type HanjaWeight = 400 | 700;

const { resolve } = createRequire(import.meta.url);
const PACKAGE = '@fontsource-variable/noto-sans-kr';

/** The sheets that have any of these signs, by their names; a sign of none is left out. */
export function sheetsWith(signs: Iterable<string>): Set<string> {
  const names = new Set<string>();
  for (const sign of signs) {
    const point = sign.codePointAt(0) ?? 0;
    const sheet = allSheets().find(({ ranges }) => ranges.some(([from, to]) => point >= from && point <= to));
    if (sheet) names.add(sheet.name);
  }
  return names;
}

const fonts = new Map<string, Promise<Buffer>>();

/** TrueType. */
export function sheetFont(name: string, weight: HanjaWeight): Promise<Buffer> {
  const key = `${name} ${weight}`;
  const known = fonts.get(key);
  if (known) return known;
  const packed = readFileSync(resolve(`${PACKAGE}/files/noto-sans-kr-${name}-wght-normal.woff2`));
  const made = subsetFont(packed, undefined, {
    targetFormat: 'sfnt',
    keepAllGlyphs: true,
    variationAxes: { wght: weight },
  });
  fonts.set(key, made);
  return made;
}

interface Sheet {
  readonly name: string;
  /** Code points, both ends included. */
  readonly ranges: readonly (readonly [number, number])[];
}

let sheets: readonly Sheet[] | undefined;

/** Read off the package's own table, `{"[65]": "U+99c1,U+99d0-99d2,…"}`. */
function allSheets(): readonly Sheet[] {
  sheets ??= Object.entries(
    JSON.parse(readFileSync(resolve(`${PACKAGE}/unicode.json`), 'utf8')) as Record<string, string>,
  ).map(([name, list]) => ({
    name: name.replace(/^\[(.*)\]$/, '$1'),
    ranges: list.split(',').map((range) => {
      const [from = '', to = from] = range.replace('U+', '').split('-');
      return [Number.parseInt(from, 16), Number.parseInt(to, 16)] as const;
    }),
  }));
  return sheets;
}
