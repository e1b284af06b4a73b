/** Which programs of the system this machine has. Valkey is a Redis too, and Chrome a Chromium. */
import { runs } from './child.ts';

const redisNames = ['redis-server', 'valkey-server'];
const chromiumNames = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** REDIS_SERVER, else the first one on the PATH; undefined when there is none. */
export const findRedis = () => firstThatRuns(process.env.REDIS_SERVER, redisNames);

/** CHROMIUM, else the first one found; undefined when there is none. */
export const findChromium = () => firstThatRuns(process.env.CHROMIUM, chromiumNames);

const firstThatRuns = (chosen: string | undefined, names: readonly string[]) =>
  (chosen ? [chosen] : names).find((name) => runs(name, ['--version']));
