/**
 * `npm start`: brings what is missing, then hands over to the launcher. Plain JavaScript, so that any Node
 * that a machine happens to have can at least say what is wrong.
 */
if (Number(process.versions.node.split('.')[0]) < 20) {
  console.error(
    `Usher needs Node 20 or newer to install itself; this is ${process.version}. See https://nodejs.org`,
  );
  process.exit(1);
}
const { handOver } = await import('./bootstrap.mjs');
await handOver('scripts/launch/main.ts', process.argv.slice(2));
