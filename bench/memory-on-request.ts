/**
 * Loaded before a measured process (`--import`): collects garbage and says what is left whenever its parent
 * asks.
 */
process.on('message', (message) => {
  if (message !== 'memory') return;
  globalThis.gc?.();
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  process.send?.({ rss, inUse: heapUsed + external });
});
