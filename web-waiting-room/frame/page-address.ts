/** What the page's own address names: /sales/SLUG/…, /orders/ID, /ops/SLUG. */

/** The segment after the first one, or null: "night-ferry" in /sales/night-ferry/line. */
export const named = (path: string): string | null => {
  const segment = path.split('/')[2];
  return segment ? decoded(segment) : null;
};

function decoded(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

export const saleAddress = (slug: string): string => `/sales/${encodeURIComponent(slug)}`;
export const lineAddress = (slug: string): string => `${saleAddress(slug)}/line`;
export const checkoutAddress = (slug: string): string => `${saleAddress(slug)}/checkout`;
export const orderAddress = (id: string): string => `/orders/${encodeURIComponent(id)}`;
