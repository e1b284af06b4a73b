/** The verdict in words: a line each, what is broken with examples. */
import { brokenOf, type Verified } from './check-all.ts';

const whole = (n: number) => n.toLocaleString('en');

export function verdictText(verified: Verified): string {
  const lines = verified.verdicts.flatMap(({ invariant, finding }) => {
    const { checked, of, broken, examples, note } = finding;
    const name = invariant.name.padEnd(20);
    const more = note === undefined ? '' : ` (${note})`;
    if (broken === 0) return [`held    ${name} ${whole(checked).padStart(9)} ${of}${more}`];
    const rest = broken > examples.length ? [`          … and ${whole(broken - examples.length)} more`] : [];
    return [
      `BROKEN  ${name} ${whole(broken).padStart(9)} of ${whole(checked)} ${of}${more}`,
      `          ${invariant.says}`,
      ...examples.map((example) => `          · ${example}`),
      ...rest,
    ];
  });
  const { crowds, strangers, verdicts } = verified;
  const visitors = crowds.reduce((sum, crowd) => sum + crowd.visitors.length, 0);
  const broken = brokenOf(verified);
  return [
    ...lines,
    '',
    `Beside PostgreSQL: what ${whole(visitors)} visitors of crowds were told.`,
    ...(strangers.length > 0
      ? [`Left out, for their sales are not in this database: ${strangers.join(', ')}`]
      : []),
    broken.length === 0
      ? `All ${verdicts.length} invariants hold.`
      : `${broken.length} of ${verdicts.length} invariants are BROKEN: ${broken.join(', ')}`,
  ].join('\n');
}
