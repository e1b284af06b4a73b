/** `npm run build`: the pages into web-waiting-room/dist, when their sources are newer than what is there. */
import { buildPages } from './launch/pages.ts';

const hasBuilt = await buildPages((line) => console.log(line));
console.log(hasBuilt ? 'Built.' : 'The pages are up to date.');
