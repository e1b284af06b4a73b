/**
 * Writing in any of the scripts that names have: Pretendard for Latin, Cyrillic, Kana and Hangul, DejaVu for what it lacks,
 * and sheets of Hanja for what both lack, where a document has any. A sign that none of them has stays an empty box. All are
 * read once a thread and put into a document as the few signs that it uses.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { type HanjaWeight, sheetFont, sheetsWith } from './hanja-sheets.ts';

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
const hanjaWeights = { regular: 400, bold: 700 } as const satisfies Record<Weight, HanjaWeight>;

const read = new Map<Pen, Buffer>();
function fontOf(pen: Pen): Buffer {
  const known = read.get(pen) ?? readFileSync(files[pen]);
  read.set(pen, known);
  return known;
}

/** The sheets of a document; most have none. */
const broughtSheets = new WeakMap<PDFKit.PDFDocument, readonly string[]>();

/** Before `texts` are written: in either weight, for which one a text gets is the drawing's to say. */
export async function bringPens(doc: PDFKit.PDFDocument, texts: readonly string[]): Promise<void> {
  for (const pen of pens) doc.registerFont(pen, fontOf(pen) as unknown as string);
  const isLacking = (sign: string) => !isIn(doc, 'regular', sign) && !isIn(doc, 'regular-rest', sign);
  const sheets = [...sheetsWith([...new Set(texts.join(''))].filter(isLacking))];
  for (const sheet of sheets)
    for (const weight of ['regular', 'bold'] as const) {
      const font = await sheetFont(sheet, hanjaWeights[weight]);
      doc.registerFont(sheetPen(weight, sheet), font as unknown as string);
    }
  broughtSheets.set(doc, sheets);
}

const sheetPen = (weight: Weight, sheet: string) => `${weight}-hanja-${sheet}`;

export interface Writing {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly size: number;
  readonly weight?: Weight;
}

/**
 * Writes `text` from (x, y) on, in lines of `width`; answers where the next line would begin. Whichever fonts write it, all
 * stand on the line of the first one and lines are as far apart as its own: each font counts its height from elsewhere.
 */
export function write(doc: PDFKit.PDFDocument, text: string, at: Writing): number {
  const { x, y, width, size, weight = 'regular' } = at;
  const runs = runsOf(doc, text, weight);
  doc.fontSize(size).font(weight);
  const lineHeight = doc.currentLineHeight(true) + size * 0.2;
  const baseline = (-openFont(doc, weight).ascender / 1_000) * size;
  runs.forEach(({ pen, text: run }, index) => {
    doc.font(pen);
    const lineGap = lineHeight - doc.currentLineHeight(true);
    const how = { width, baseline, lineGap, continued: index < runs.length - 1 };
    if (index === 0) doc.text(run, x, y, how);
    else doc.text(run, how);
  });
  return doc.y;
}

/** Pieces of the text that one font can write. */
function runsOf(doc: PDFKit.PDFDocument, text: string, weight: Weight): { pen: string; text: string }[] {
  const sheets = broughtSheets.get(doc) ?? [];
  const choice = [weight, `${weight}-rest`, ...sheets.map((sheet) => sheetPen(weight, sheet))];
  const runs: { pen: string; text: string }[] = [];
  for (const sign of text) {
    const pen = choice.find((one) => isIn(doc, one, sign)) ?? weight;
    const last = runs.at(-1);
    if (last?.pen === pen) last.text += sign;
    else runs.push({ pen, text: sign });
  }
  return runs;
}

/** What the library knows of a font and does not say in its types. */
interface OpenFont {
  /** Of a thousand parts of its size. */
  readonly ascender: number;
  readonly font: { hasGlyphForCodePoint(point: number): boolean };
}
const openFont = (doc: PDFKit.PDFDocument, pen: string): OpenFont =>
  (doc.font(pen) as unknown as { readonly _font: OpenFont })._font;
const isIn = (doc: PDFKit.PDFDocument, pen: string, sign: string): boolean =>
  openFont(doc, pen).font.hasGlyphForCodePoint(sign.codePointAt(0) ?? 0);
