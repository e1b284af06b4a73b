/** Tickets as one PDF, a page each: with a title, its language and tags, and fonts cut down to the signs that are used. */
import PDFDocument from 'pdfkit';
import { drawTicket } from './draw-ticket.ts';
import { type PaperLanguage, paperWords, type TicketPaper } from './paper.ts';
import { bringPens } from './pens.ts';

export interface PrintAsk {
  readonly language: PaperLanguage;
  readonly papers: readonly TicketPaper[];
}

export async function printTickets({ language, papers }: PrintAsk): Promise<Buffer> {
  const doc = new PDFDocument({
    // None: its own Helvetica would be put in, and a font that is registered again is read again at each use.
    font: '',
    lang: language,
    tagged: true,
    displayTitle: true,
    pdfVersion: '1.7',
    autoFirstPage: false,
    info: { Title: paperWords[language].title(papers[0]?.sale ?? ''), Creator: 'Usher', Producer: 'Usher' },
  });
  const pieces: Buffer[] = [];
  const whole = new Promise<Buffer>((resolve, reject) => {
    doc.on('data', (piece: Buffer) => pieces.push(piece));
    doc.on('end', () => resolve(Buffer.concat(pieces)));
    doc.on('error', reject);
  });
  await bringPens(doc, papers.flatMap(textsOf));
  for (const paper of papers) drawTicket(doc, paper, language);
  doc.end();
  return await whole;
}

/** What people and organisers wrote, in whatever script. */
const textsOf = ({ sale, when, where, tier, name }: TicketPaper): string[] =>
  [sale, when, where, tier, name].filter((text) => text !== null);
