/**
 * `npm run NAME`: brings what is missing, then runs scripts/NAME.ts. Plain JavaScript for the same reason as
 * start.mjs.
 */
if (Number(process.versions.node.split('.')[0]) < 20) {
  console.error(
    `Usher needs Node 20 or newer to install itself; this is ${process.version}. See https://nodejs.org`,
  );
  process.exit(1);
}
const [, , name = '', ...rest] = process.argv;
if (!/^[a-z-]+$/.test(name)) {
  console.error('Usage: node scripts/run.mjs NAME [arguments]; NAME is a file of scripts/, such as "test"');
  process.exit(2);
}
const { handOver } = await import('./bootstrap.mjs');
await handOver(`scripts/${name}.ts`, rest);
