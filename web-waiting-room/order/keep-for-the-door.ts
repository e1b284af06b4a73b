/**
 * Lets an order's page open without a connection (PAG-22): a small worker keeps the page and its files, for the orders'
 * addresses alone. The order and its tickets themselves are in localStorage.
 */

/** Built beside the pages under this fixed name; a worker's address must not change. */
const workerAddress = '/order-worker.js';

export async function keepForTheDoor(): Promise<void> {
  // Only over https or on this machine; elsewhere the page works as long as it stays open.
  if (!('serviceWorker' in navigator)) return;
  try {
    await navigator.serviceWorker.register(workerAddress, { scope: '/orders/' });
    const { active } = await navigator.serviceWorker.ready;
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
