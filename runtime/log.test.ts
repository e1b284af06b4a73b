/** Log lines: one JSON object each, without secrets. */
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

const log = JSON.stringify(new URL('./log.ts', import.meta.url).href);

function linesOf(statements: string, level = 'info') {
  const script = `import { createLog } from ${log}; const log = createLog('api-1', '${level}'); ${statements}`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module-typescript', '-e', script], {
    encoding: 'utf8',
  });
  return stdout
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

test('RUN-16: a line says who, when and what', () => {
  const [line] = linesOf(`log.info({ saleId: 'sal_1' }, 'opened')`);
  expect(line).toMatchObject({ process: 'api-1', saleId: 'sal_1', msg: 'opened' });
  expect(new Date(line.time).getTime()).not.toBeNaN();
});

test('RUN-16: what is named like a secret is blanked, at the top and one step down', () => {
  const [line] = linesOf(
    `log.info({ password: 'hunter2', body: { receipt: 'hunter2', email: 'a@b.example' } }, 'x')`,
  );
  expect(JSON.stringify(line)).not.toContain('hunter2');
  expect(line.body.email).toBe('a@b.example');
});

test('RUN-16: lines below the level are not written', () => {
  expect(linesOf(`log.info('quiet'); log.warn('loud')`, 'warn').map((line) => line.msg)).toEqual(['loud']);
});
