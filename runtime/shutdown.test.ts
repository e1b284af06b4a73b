/** A process told to stop, in a process of its own: signals cannot be tried in the one that runs the tests. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';

const here = (file: string) => JSON.stringify(new URL(file, import.meta.url).href);

/** Runs `closeWhenTold` over these steps; answers once the process says that it listens. */
async function running(steps: string, more = '') {
  const script = `
    import { closeWhenTold } from ${here('./shutdown.ts')};
    import { createLog } from ${here('./log.ts')};
    closeWhenTold(createLog('test', 'info'), ${steps});
    setInterval(() => {}, 1000);
    ${more}
    console.log('listening');
  `;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script]);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => {
      output += text;
    });
  const ended = once(child, 'exit').then(([code, signal]) => ({ code, signal, output: () => output }));
  return { child, ended, said: (word: string) => said(child, () => output, word) };
}

async function said(child: ChildProcess, output: () => string, word: string) {
  while (!output().includes(word)) await once(child.stdout ?? child, 'data');
}

test.each(['SIGTERM', 'SIGINT'] as const)(
  'RUN-7: %s closes the parts in their order and ends with 0',
  async (signal) => {
    const { child, ended, said } = await running(
      `[['edge', () => console.log('edge gone')], ['store', async () => console.log('store gone')]]`,
    );
    await said('listening');
    child.kill(signal);
    const { code, output } = await ended;
    expect(code).toBe(0);
    expect(output()).toMatch(/edge gone[\s\S]*store gone[\s\S]*"msg":"closed"/);
  },
);

test('RUN-7: a part that cannot close does not keep the others open', async () => {
  const { child, ended, said } = await running(
    `[['edge', () => { throw new Error('stuck'); }], ['store', () => console.log('store gone')]]`,
  );
  await said('listening');
  child.kill('SIGTERM');
  const { code, output } = await ended;
  expect(code).toBe(0);
  expect(output()).toContain('could not close');
  expect(output()).toContain('store gone');
});

test('RUN-7: a second signal ends a process that hangs', async () => {
  const { child, ended, said } = await running(`[['edge', () => new Promise(() => {})]]`);
  await said('listening');
  child.kill('SIGTERM');
  await said('closing');
  child.kill('SIGTERM');
  const { code, output } = await ended;
  expect(code).toBe(1);
  expect(output()).toContain('told twice');
});

test('RUN-7: a process that hangs in closing ends by itself within its time', async () => {
  const { child, ended, said } = await running(
    `[['edge', () => new Promise(() => {})]]`,
    // The same timer, run a hundred times as fast.
    `const slow = setTimeout; globalThis.setTimeout = (act, ms) => slow(act, ms / 100);`,
  );
  await said('listening');
  child.kill('SIGTERM');
  const { code, output } = await ended;
  expect(code).toBe(1);
  expect(output()).toContain('still closing after its time');
});

test('RUN-7: a fault that nobody caught is logged and ends the process', async () => {
  const { ended } = await running('[]', `setTimeout(() => { throw new Error('unforeseen'); }, 1);`);
  const { code, output } = await ended;
  expect(code).toBe(1);
  expect(output()).toMatch(/"level":60[\s\S]*unforeseen/);
});
