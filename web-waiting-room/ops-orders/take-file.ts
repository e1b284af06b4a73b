/** The file of orders: fetched as the one who is signed in, and handed to the browser to be kept. */
import type { Refusal } from '../server/ask.ts';
import { bearer, renew } from '../signing-in/signed-in.ts';

/** Null where it was taken. */
export async function takeFile(query: string): Promise<Refusal | null> {
  const once = () =>
    fetch(`/api/staff/orders/export${query}`, { headers: { authorization: bearer().authorization ?? '' } });
  try {
    let response = await once();
    if (response.status === 401 && (await renew())) response = await once();
    if (!response.ok) return (await response.json().catch(() => unknown(response.status))) as Refusal;
    const link = document.createElement('a');
    link.href = URL.createObjectURL(await response.blob());
    link.download = 'orders.csv';
    link.click();
    // The browser has begun to keep it by then.
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    return null;
  } catch (fault) {
    if (fault instanceof TypeError || fault instanceof DOMException) return { code: 'offline', status: 0 };
    throw fault;
  }
}

const unknown = (status: number): Refusal => ({ code: status === 404 ? 'not_found' : 'busy', status });
