/** Printed tickets: their words in both scripts, and the code as a scanner reads it off the page. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeAll, expect, test, vi } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { newId } from '../../runtime/chance.ts';
import { parseKeyRing } from '../../runtime/keyring.ts';
import { type PdfPage, readPdf } from '../../test/pdf.ts';
import { newKeys } from '../../test/stores.ts';
import { signTicket } from '../../tokens/ticket-token.ts';
import type { TicketPaper } from './paper.ts';
import { printTickets } from './print-tickets.ts';
import { openPrinter } from './printer.ts';

const paper = (more: Partial<TicketPaper> = {}): TicketPaper => ({
  sale: '밤의 항구 Night Ferry',
  when: 'Fri, 12 March 2027 at 19:30',
  where: 'Žižkov, Ελλάδα, Киев',
  tier: '2층 Balcony',
  name: '한민서',
  price: '₩99,000',
  position: { n: 1, of: 2 },
  token: `${'a'.repeat(40)}.${'B7-_'.repeat(50)}.${'z'.repeat(86)}`,
  code: 'HB27-4TQK-9MX2',
  ...more,
});

const POINT_MM = 25.4 / 72;

beforeAll(async () => {
  const file = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  const bytes = readFileSync(file);
  const wasmBinary = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
});

/** The page as a camera sees it, three dots a point, and what a scanner makes of it. */
async function scanned({ boxes }: PdfPage): Promise<string[]> {
  const [width, height, dots] = [420, 595, 3];
  const data = new Uint8ClampedArray(width * dots * height * dots * 4).fill(255);
  for (const [x, y, w, h] of boxes.filter((box) => box[3] < 10))
    for (let row = Math.round(y * dots); row < Math.round((y + h) * dots); row++)
      for (let column = Math.round(x * dots); column < Math.round((x + w) * dots); column++)
        data.fill(0, (row * width * dots + column) * 4, (row * width * dots + column) * 4 + 3);
  const image = { data, width: width * dots, height: height * dots, colorSpace: 'srgb' as const };
  const found = await readBarcodes(image as unknown as Blob, { formats: ['QRCode'] });
  return found.map(({ text }) => text);
}

test('TIC-10: a page a ticket, with all its facts in any script, and a code that scans', async () => {
  const papers = [
    paper(),
    paper({ position: { n: 2, of: 2 }, token: 'second.token.here', price: null, name: 'Λ Kim' }),
  ];
  const { pages, plain } = readPdf(await printTickets({ language: 'ko', papers }));
  expect(pages).toHaveLength(2);
  const [first, second] = pages as [PdfPage, PdfPage];
  for (const fact of [
    papers[0]?.sale,
    papers[0]?.when,
    papers[0]?.where,
    '2층 Balcony',
    '한민서',
    '₩99,000',
    'HB27-4TQK-9MX2',
  ])
    expect(first.text).toContain(fact);
  expect(first.text).toContain('표 2장 중 1번째');
  expect(second.text).toContain('Λ Kim');
  expect(second.text).not.toContain('₩');
  expect(await scanned(first)).toEqual([papers[0]?.token]);
  expect(await scanned(second)).toEqual(['second.token.here']);
  expect(plain).toMatch(/\/Lang \(ko\)/);
  expect(plain).toMatch(/\/Marked true/);
  expect(plain).toMatch(/\/DisplayDocTitle true/);
  expect(plain).toMatch(/\/S \/Figure[\s\S]*?\/Alt /);
  expect(plain).not.toContain('Helvetica');
});

test('TIC-12: a module on paper is a millimetre, and light ones stand around the code', async () => {
  const ids = { ticketId: newId('tic'), saleId: newId('sal'), tierId: newId('tier') };
  const token = await signTicket(parseKeyRing(newKeys('kAb3xYz')), { ...ids, serial: 2 });
  const { pages } = readPdf(await printTickets({ language: 'en', papers: [paper({ token })] }));
  const [page] = pages as [PdfPage];
  expect(await scanned(page)).toEqual([token]);
  const modules = page.boxes.filter((box) => box[3] < 10);
  const sideMm = Math.min(...modules.map(([, , , height]) => height)) * POINT_MM;
  expect(sideMm).toBeGreaterThan(1);
  const [, lampTop = 0, , lampHeight = 0] = page.boxes.find((box) => box[3] >= 10) ?? [];
  const lightMm = (Math.min(...modules.map(([, y]) => y)) - (lampTop + lampHeight)) * POINT_MM;
  expect(lightMm).toBeGreaterThan(4 * sideMm);
});

test('TIC-10: Hanja are written in Hanja, in either weight, and their font is brought to who needs it alone', async () => {
  const papers = [
    paper({ sale: '濟州 밤바다', where: '釜山 2부두', name: '金敏瑞' }),
    // Of no font that we have: an empty box, and the rest as it is.
    paper({ name: '金𠮷 Kim' }),
  ];
  const { pages, plain } = readPdf(await printTickets({ language: 'ko', papers }));
  const [first, second] = pages as [PdfPage, PdfPage];
  for (const text of ['濟州 밤바다', '釜山 2부두', '金敏瑞']) expect(first.text).toContain(text);
  expect(second.text).toMatch(/金.? Kim/);
  expect(await scanned(first)).toEqual([paper().token]);
  expect(plain).toMatch(/\/BaseFont \/\w+\+NotoSansKR/);
  const other = readPdf(await printTickets({ language: 'ko', papers: [paper()] }));
  expect(other.plain).not.toContain('NotoSansKR');
});

test('TIC-10: a title without end leaves the code alone', async () => {
  const endless = {
    sale: '밤'.repeat(200),
    where: '곳'.repeat(200),
    name: 'Wolfeschlegelstein '.repeat(5),
    tier: '층'.repeat(100),
  };
  const { pages } = readPdf(await printTickets({ language: 'en', papers: [paper(endless)] }));
  expect(pages).toHaveLength(1);
  expect(await scanned(pages[0] as PdfPage)).toEqual([paper().token]);
});

test('TIC-10: printing is beside the other work, bounded, and survives a file that cannot be printed', async () => {
  const printer = openPrinter({ waitMsMax: 50_000, waitingMax: 3 });
  try {
    const ask = { language: 'en' as const, papers: [paper()] };
    const many = await Promise.allSettled(
      Array.from({ length: 5 }, (_, n) => printer.print({ ...ask, papers: [paper({ name: `${n}` })] })),
    );
    const busy = many.filter((one) => one.status === 'rejected');
    expect(busy.map(({ reason }) => reason.code)).toContain('busy');
    expect(many.some(({ status }) => status === 'fulfilled')).toBe(true);
    const broken = { language: 'en' as const, papers: [{ ...paper(), token: 'x'.repeat(5_000) }] };
    await expect(printer.print(broken)).rejects.toThrow('could not print');
    const pdf = Buffer.from(await printer.print(ask));
    expect(readPdf(pdf).pages[0]?.text).toContain('HB27-4TQK-9MX2');
  } finally {
    await printer.close();
  }
});

test('TIC-10: what took longer than a request is there for whoever comes back', async () => {
  const printer = openPrinter({ waitMsMax: 20 });
  try {
    const ask = { language: 'en' as const, papers: [paper()] };
    await expect(printer.print(ask)).rejects.toMatchObject({ code: 'busy' });
    await vi.waitFor(() => printer.print(ask), { timeout: 40_000, interval: 100 });
  } finally {
    await printer.close();
  }
});
