/** What the launcher says to the person at the terminal. */
import type { RunFile } from './run-file.ts';

export const say = (line: string) => console.log(line);

export function welcome(run: RunFile, isTerminal: boolean): string {
  const rows = [
    ['Sales', run.url],
    ['Operator', `${run.url}/ops`],
    ['  e-mail', run.owner.email],
    ['  password', run.owner.password],
    ['Mail sent', `${run.url}/dev/mail`],
    ['API', `${run.url}/api/docs`],
  ];
  const keys = isTerminal
    ? 'Press c to send a crowd of 300 to the sale that is open, q to stop.'
    : 'Send a crowd: npm run crowd -- --sale SLUG --visitors 300 --buy. Stop with Ctrl-C.';
  return [
    '',
    'Usher is ready. Payments are play money.',
    '',
    ...rows.map(([name = '', value]) => `  ${name.padEnd(12)}${value}`),
    '',
    keys,
    '',
  ].join('\n');
}

export const alreadyRuns = (pid: number, url: string | undefined) =>
  `Usher already runs from this checkout (process ${pid}${url ? `, ${url}` : ', still starting'}). ` +
  `Stop it with Ctrl-C in its terminal or with \`kill ${pid}\`; nothing was changed.`;

export function portTaken(port: number, host: string, why: string): string {
  if (why === 'EACCES')
    return `This account may not listen on port ${port}. Choose another: PORT=8081 npm start`;
  if (why === 'EADDRINUSE') {
    return `Port ${port} is taken by another program. Stop that one, or choose another: PORT=${port + 1} npm start`;
  }
  return `Cannot listen on ${host}:${port} (${why}). The settings are HOST and PORT.`;
}
