/** A text as a QR code. Always dark on white: apps do not read it the other way round. Its maker comes when it is needed. */
import { useEffect, useState } from 'preact/hooks';

/** Four modules of quiet around it, as the standard asks. */
const QUIET = 4;

export function KeyPicture({ text, label }: { readonly text: string; readonly label: string }) {
  const [rows, setRows] = useState<readonly (readonly boolean[])[] | null>(null);
  useEffect(() => {
    void import('uqr').then(({ encode }) => setRows(encode(text, { border: 0, ecc: 'M' }).data));
  }, [text]);
  const size = (rows?.length ?? 0) + 2 * QUIET;
  const path = rows
    ?.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : '')))
    .join('');
  return (
    <svg class="key-picture" width="240" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <rect width={size} height={size} fill="#fff" />
      {path && <path d={path} fill="#000" shape-rendering="crispEdges" />}
    </svg>
  );
}
