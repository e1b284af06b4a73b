/**
 * Reads the PDFs that we print, as far as a test needs it: the words of each page through its fonts' own tables, and the
 * dark modules of its code as a scanner sees them. Knows one shape of PDF: flat objects, packed streams, no object streams.
 */
import { inflateSync } from 'node:zlib';

export interface PdfPage {
  readonly text: string;
  /** Filled rectangles: x, y, width, height in points, from the top left. */
  readonly boxes: readonly (readonly [number, number, number, number])[];
}

export function readPdf(pdf: Buffer): { readonly plain: string; readonly pages: PdfPage[] } {
  const plain = pdf.toString('latin1');
  const objects = new Map(
    [...plain.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map(([, id = '', body = '']) => [
      id,
      body,
    ]),
  );
  const streamOf = (id: string): string => {
    const body = objects.get(id) ?? '';
    const from = body.indexOf('stream\n') + 'stream\n'.length;
    const bytes = Buffer.from(body.slice(from, body.lastIndexOf('\nendstream')), 'latin1');
    return (/FlateDecode/.test(body) ? inflateSync(bytes) : bytes).toString('latin1');
  };
  const pages = [...objects.values()].filter((body) => /\/Type \/Page\b/.test(body));
  return {
    plain,
    pages: pages.map((page) => {
      const content = streamOf(/\/Contents (\d+) 0 R/.exec(page)?.[1] ?? '');
      const resources = objects.get(/\/Resources (\d+) 0 R/.exec(page)?.[1] ?? '') ?? page;
      const fonts = new Map(
        [...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name = '', id = '']) => {
          const unicode = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id) ?? '')?.[1];
          return [name, unicode === undefined ? new Map<string, string>() : signsOf(streamOf(unicode))];
        }),
      );
      return { text: textOf(content, fonts), boxes: boxesOf(content) };
    }),
  };
}

const fromHex = (hex: string): string =>
  String.fromCharCode(...(hex.match(/.{4}/g) ?? []).map((unit) => Number.parseInt(unit, 16)));

/** A font's table: the number of a sign's shape → the sign. */
function signsOf(table: string): Map<string, string> {
  const signs = new Map<string, string>();
  for (const [, from = '', , list = ''] of table.matchAll(/<(\w{4})> <(\w{4})> \[([^\]]*)\]/g))
    for (const [index, [, hex = '']] of [...list.matchAll(/<(\w+)>/g)].entries())
      signs.set((Number.parseInt(from, 16) + index).toString(16).padStart(4, '0'), fromHex(hex));
  return signs;
}

function textOf(content: string, fonts: ReadonlyMap<string, ReadonlyMap<string, string>>): string {
  let signs: ReadonlyMap<string, string> = new Map();
  const words: string[] = [];
  for (const [, font, list = ''] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[((?:<\w*>|[-\d. ]+)*)\] TJ/g)) {
    if (font !== undefined) signs = fonts.get(font) ?? new Map();
    else
      words.push(
        [...list.matchAll(/<(\w+)>/g)]
          .flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? [])
          .map((shape) => signs.get(shape) ?? '\u{fffd}')
          .join(''),
      );
  }
  return words.join('');
}

const boxesOf = (content: string): PdfPage['boxes'] =>
  [...content.matchAll(/([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+) re\b/g)].map(
    ([, ...numbers]) => numbers.slice(0, 4).map(Number) as [number, number, number, number],
  );
