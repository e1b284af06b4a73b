/** The page's side of a proof of work: one worker, ended as soon as it has answered or nobody waits any more. */

export type Solved = { readonly proof: string } | 'failed' | 'insecure';

export function solve(challenge: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<Solved> {
  // Browsers offer the hash over https and on localhost alone.
  if (!crypto.subtle) return Promise.resolve('insecure');
  const { promise, resolve } = Promise.withResolvers<Solved>();
  const worker = new Worker(new URL('./solving-worker.ts', import.meta.url), { type: 'module' });
  const end = (solved: Solved) => {
    worker.terminate();
    resolve(solved);
  };
  signal.addEventListener('abort', () => end('failed'));
  worker.addEventListener('message', ({ data }) =>
    end(typeof data === 'string' ? { proof: data } : 'failed'),
  );
  worker.addEventListener('error', () => end('failed'));
  worker.postMessage(challenge);
  return promise;
}
