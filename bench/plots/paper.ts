/** What every picture has in common: the sheet, its colours by the reader's light or dark, words and rules on it. */

export const WIDTH = 720;
/** Told apart by people who do not see red and green, on white and on black. */
export const inks = ['#2f6fdf', '#d9730d', '#2a9d74', '#a45bc4', '#7a7f87'] as const;

export const inkOf = (at: number): string => inks[at % inks.length] ?? inks[0];

export function sheet(height: number, title: string, content: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img">`,
    `<title>${plain(title)}</title>`,
    '<style>',
    'text{font:13px system-ui,sans-serif;fill:#1f2328}.faint{fill:#656d76;font-size:12px}.rule{stroke:#d0d7de}',
    '.paper{fill:#fff}@media(prefers-color-scheme:dark){text{fill:#e6edf3}.faint{fill:#9198a1}.rule{stroke:#3d444d}',
    '.paper{fill:#0d1117}}',
    '</style>',
    `<rect class="paper" width="${WIDTH}" height="${height}" rx="6"/>`,
    words(16, 26, title, { bold: true }),
    ...content,
    '</svg>\n',
  ].join('\n');
}

export function words(
  x: number,
  y: number,
  text: string,
  { anchor = 'start', faint = false, bold = false } = {},
): string {
  const weight = bold ? ' font-weight="600"' : '';
  const tone = faint ? ' class="faint"' : '';
  return `<text x="${tidy(x)}" y="${tidy(y)}" text-anchor="${anchor}"${weight}${tone}>${plain(text)}</text>`;
}

export const rule = (x1: number, y1: number, x2: number, y2: number): string =>
  `<line class="rule" x1="${tidy(x1)}" y1="${tidy(y1)}" x2="${tidy(x2)}" y2="${tidy(y2)}"/>`;

/** Half a dozen round steps that reach `max`. */
export function stepsTo(max: number): number[] {
  const rough = max / 5;
  const unit = 10 ** Math.floor(Math.log10(rough > 0 ? rough : 1));
  const step = ([1, 2, 5, 10].find((times) => times * unit >= rough) ?? 10) * unit;
  return Array.from({ length: Math.ceil(max / step - 1e-9) + 1 }, (_, at) => at * step);
}

/** A number as short as it can be said. */
export function short(value: number): string {
  if (Math.abs(value) >= 1e6) return `${tidy(value / 1e6)}M`;
  if (Math.abs(value) >= 1e4) return `${tidy(value / 1e3)}k`;
  return Number(value.toPrecision(3)).toLocaleString('en');
}

export const tidy = (value: number): number => Math.round(value * 10) / 10;

const plain = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
