/**
 * Writing in any of the scripts that names have: Pretendard for Latin, Cyrillic, Kana and Hangul, DejaVu for what it lacks.
 * A sign that neither has stays an empty box. Both are read once a thread and put into a document as the few signs that it
 * uses.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

export type Weight = 'regular' | 'bold';

const { resolve } = createRequire(import.meta.url);
const folderOf = (name: string) => path.dirname(resolve(`${name}/package.json`));
/** TrueType, not the web's formats: from those the PDF library loses signs. */
const pretendard = path.join(folderOf('pretendard'), 'dist/public/static/alternative');
const dejavu = path.join(folderOf('dejavu-fonts-ttf'), 'ttf');

const files = {
  regular: path.join(pretendard, 'Pretendard-Regular.ttf'),
  bold: path.join(pretendard, 'Pretendard-Bold.ttf'),
  'regular-rest': path.join(dejavu, 'DejaVuSans.ttf'),
  'bold-rest': path.join(dejavu, 'DejaVuSans-Bold.ttf'),
} as const;
type Pen = keyof typeof files;
const pens = Object.keys(files) as Pen[];

const read = new Map<Pen, Buffer>();
function fontOf(pen: Pen): Buffer {
  const known = read.get(pen) ?? readFileSync(files[pen]);
  read.set(pen, known);
  return known;
}

export function bringPens(doc: PDFKit.PDFDocument): void {
  for (const pen of pens) doc.registerFont(pen, fontOf(pen) as unknown as string);
}

export interface Writing {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly size: number;
  readonly weight?: Weight;
}

/** Writes `text` from (x, y) on, in lines of `width`; answers where the next line would begin. */
export function write(doc: PDFKit.PDFDocument, text: string, at: Writing): number {
  const { x, y, width, size, weight = 'regular' } = at;
  const runs = runsOf(doc, text, weight);
  doc.fontSize(size);
  runs.forEach(({ pen, text: run }, index) => {
    doc.font(pen);
    const how = { width, lineGap: size * 0.2, continued: index < runs.length - 1 };
    if (index === 0) doc.text(run, x, y, how);
    else doc.text(run, how);
  });
  return doc.y;
}

/** Pieces of the text that one font can write. */
function runsOf(doc: PDFKit.PDFDocument, text: string, weight: Weight): { pen: Pen; text: string }[] {
  const runs: { pen: Pen; text: string }[] = [];
  for (const sign of text) {
    const pen =
      isIn(doc, weight, sign) || !isIn(doc, `${weight}-rest`, sign) ? weight : (`${weight}-rest` as const);
    const last = runs.at(-1);
    if (last?.pen === pen) last.text += sign;
    else runs.push({ pen, text: sign });
  }
  return runs;
}

/** The library knows which signs a font has and does not say so in its types. */
interface KnownFont {
  readonly _font: { readonly font: { hasGlyphForCodePoint(point: number): boolean } };
}
const isIn = (doc: PDFKit.PDFDocument, pen: Pen, sign: string): boolean =>
  (doc.font(pen) as unknown as KnownFont)._font.font.hasGlyphForCodePoint(sign.codePointAt(0) ?? 0);
