/** The c key: a demo crowd for the sale that is open now, its words in this terminal. One crowd at a time. */

import { spawn } from 'node:child_process';
import path from 'node:path';
import { checkout } from './folder.ts';
import { say } from './words.ts';

const crowd = { visitors: 300, perSecond: 30 };

export function crowdKey(url: string) {
  let isBusy = false;
  let stop = () => {};
  return {
    async press() {
      if (isBusy) return say('The crowd is still on its way.');
      isBusy = true;
      const slug = await openSale(url).catch((fault: Error) => fault);
      if (typeof slug !== 'string') {
        isBusy = false;
        return say(
          slug instanceof Error ? `The sales cannot be listed: ${slug.message}` : 'No sale is open.',
        );
      }
      const args = [
        '--sale',
        slug,
        '--visitors',
        String(crowd.visitors),
        '--rate',
        String(crowd.perSecond),
        '--buy',
      ];
      say(`${crowd.visitors} visitors are on their way to ${url}/sales/${slug}`);
      const child = spawn(process.execPath, [path.join(checkout, 'scripts/crowd.ts'), ...args], {
        cwd: checkout,
        stdio: ['ignore', 'inherit', 'inherit'],
      });
      stop = () => child.kill();
      child.once('exit', () => {
        isBusy = false;
      });
    },
    /** Sends the crowd home. */
    stop: () => stop(),
  };
}

/** One with a line: what a crowd is for. */
async function openSale(url: string): Promise<string | undefined> {
  const response = await fetch(`${url}/api/sales?state=open`, { signal: AbortSignal.timeout(3_000) });
  const { items } = (await response.json()) as { items: { slug: string; mode: string }[] };
  return items.find(({ mode }) => mode === 'line')?.slug;
}
