/**
 * One ticket on one page (A5): the door again, with its code as vectors, so that it is as sharp as the printer is. Every
 * part is tagged for screen readers; the code has a text in its place.
 */
import { encode } from 'uqr';
import { type PaperLanguage, paperWords, type TicketPaper } from './paper.ts';
import { write } from './pens.ts';

/** Points. A5 is 420 × 595. */
const LEFT = 48;
const WIDTH = 324;
const CODE_SIDE = 210;
const CODE_TOP = 214;
const ink = '#10262e';
const quiet = '#435860';
const lamp = '#ffc247';
const onLamp = '#1a1300';

export function drawTicket(doc: PDFKit.PDFDocument, paper: TicketPaper, language: PaperLanguage): void {
  const words = paperWords[language];
  doc.addPage({ size: 'A5', margin: 0 });
  const page = doc.struct('Sect');
  doc.addStructure(page);
  const part = (type: string, draw: () => void, alt?: string) => {
    page.add(doc.struct(type, alt === undefined ? {} : { alt }, [draw]));
  };
  doc.markContent('Artifact', { type: 'Layout' });
  drawDoor(doc);
  doc.endMarkedContent();

  const { position } = paper;
  let y = 62;
  const line = (type: string, text: string | null, size: number, weight: 'regular' | 'bold') => {
    if (text === null || text === '') return;
    part(type, () => {
      doc.fillColor(onLamp);
      y = write(doc, text, { x: LEFT + 40, y, width: WIDTH - 80, size, weight });
    });
  };
  line('P', position ? words.position(position.n, position.of) : words.one, 10, 'regular');
  const title = shortened(paper.sale, 84);
  line('H1', title, widthOf(title) > 40 ? 15 : 19, 'bold');
  line('P', paper.when, 11, 'regular');
  line('P', paper.where && shortened(paper.where, 80), 11, 'regular');

  part('Figure', () => drawCode(doc, paper.token, LEFT + (WIDTH - CODE_SIDE) / 2, CODE_TOP), words.qr);

  const facts = [
    [words.tier, paper.tier],
    [words.name, paper.name],
    [words.price, paper.price],
  ].filter(([, fact]) => fact) as [string, string][];
  facts.forEach(([label, fact], index) => {
    const x = LEFT + 24 + (index * (WIDTH - 48)) / facts.length;
    const width = (WIDTH - 48) / facts.length - 8;
    part('P', () => {
      doc.fillColor(quiet);
      const below = write(doc, label, { x, y: CODE_TOP + CODE_SIDE + 4, width, size: 9 });
      doc.fillColor(ink);
      write(doc, shortened(fact, 36), { x, y: below, width, size: 11, weight: 'bold' });
    });
  });
  part('P', () => {
    doc.fillColor(quiet);
    const below = write(doc, words.code, { x: LEFT + 24, y: 492, width: WIDTH - 48, size: 9 });
    doc.fillColor(ink);
    write(doc, paper.code, { x: LEFT + 24, y: below, width: WIDTH - 48, size: 15, weight: 'bold' });
  });
  part('P', () => {
    doc.fillColor(quiet);
    write(doc, words.rule, { x: LEFT + 24, y: 540, width: WIDTH - 48, size: 8 });
  });
  page.end();
}

/**
 * What is longer would run into the code or over the edge; the page of the ticket has it whole. In half widths, because a
 * sign of Hangul is as wide as two of Latin.
 */
function shortened(text: string, halfWidths: number): string {
  if (widthOf(text) <= halfWidths) return text;
  let kept = '';
  for (const sign of text) {
    if (widthOf(kept + sign) >= halfWidths) break;
    kept += sign;
  }
  return `${kept}…`;
}
const FIRST_WIDE = 0x1100;
const widthOf = (text: string): number =>
  [...text].reduce((sum, sign) => sum + ((sign.codePointAt(0) ?? 0) >= FIRST_WIDE ? 2 : 1), 0);

/** The lit door, the ticket's edge, and where its stub begins. */
function drawDoor(doc: PDFKit.PDFDocument): void {
  const top = 24;
  const bottom = 574;
  const arch = 90;
  const right = LEFT + WIDTH;
  const outline = `M${LEFT} ${bottom}V${top + arch}A${arch} ${arch} 0 0 1 ${LEFT + arch} ${top}H${right - arch}A${arch} ${arch} 0 0 1 ${right} ${top + arch}V${bottom}Z`;
  doc.save();
  doc.path(outline).clip();
  doc.rect(LEFT, top, WIDTH, 180).fill(lamp);
  doc.restore();
  doc.path(outline).lineWidth(1).stroke('#d0dadc');
  doc.moveTo(LEFT, 482).lineTo(right, 482).dash(3, { space: 3 }).stroke('#9fb0b6').undash();
}

/**
 * Medium correction, as on the page; four light modules around it, which scanners need. Neighbours in a row are one shape.
 */
export function drawCode(doc: PDFKit.PDFDocument, token: string, x: number, y: number): void {
  const { size, data } = encode(token, { ecc: 'M', boostEcc: true, border: 4 });
  const side = CODE_SIDE / size;
  for (const [row, modules] of data.entries()) {
    let from = -1;
    for (const [column, isDark] of [...modules, false].entries()) {
      if (isDark && from < 0) from = column;
      if (isDark || from < 0) continue;
      doc.rect(x + from * side, y + row * side, (column - from) * side, side);
      from = -1;
    }
  }
  doc.fill(ink);
}
