/**
 * Lets a page open without a connection (PAG-22, DOR-8): a small worker keeps the page and its files, for the addresses
 * below `scope` alone. What the page shows is in the browser's own storage.
 */

/** Built beside the pages under this fixed name; a worker's address must not change. */
const workerAddress = '/order-worker.js';

export async function keepForTheDoor(
  scope: '/orders/' | '/tickets' | '/transfer/' | '/scanner',
): Promise<void> {
  // Only over https or on this machine; elsewhere the page works as long as it stays open.
  if (!('serviceWorker' in navigator)) return;
  try {
    const registration = await navigator.serviceWorker.register(workerAddress, { scope });
    const active = registration.active ?? (await navigator.serviceWorker.ready).active;
    const files = performance
      .getEntriesByType('resource')
      .map(({ name }) => new URL(name))
      .filter(({ origin, pathname }) => origin === location.origin && /^\/(assets|art)\//.test(pathname))
      .map(({ pathname }) => pathname);
    active?.postMessage({ type: 'keep', files: [...new Set(files)] });
  } catch (error) {
    // Registering fails without a connection or where the browser forbids workers; the page itself is unharmed.
    if (!(error instanceof TypeError || error instanceof DOMException)) throw error;
  }
}
