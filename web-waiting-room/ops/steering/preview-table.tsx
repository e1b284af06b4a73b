/** Now and after, dashed, and it says that nothing is done yet. */
import { spoken } from '../../language/language.ts';
import type { PreviewRow } from './preview.ts';
import { steerWords } from './words.ts';

export function PreviewTable({ rows }: { readonly rows: readonly PreviewRow[] }) {
  const words = spoken(steerWords);
  return (
    <div class="preview">
      <table>
        <thead>
          <tr>
            <th scope="col">{words.preview}</th>
            <th scope="col">{words.now}</th>
            <th scope="col">{words.after}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ label, now, after }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td>{now}</td>
              <td>{now === after ? after : <b>{after}</b>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
