/**
 * What a scanner keeps on its device (DOR-8): the list of its sale, and every scan until the server has it. IndexedDB,
 * because both outlive a page that is closed, a phone that restarts, and are too large for anything else. A scan is kept
 * before its verdict is shown, so that nobody is let in without a trace.
 */

export interface KeptScan {
  readonly id: string;
  readonly slug: string;
  /** The code as it was shown. */
  readonly token: string;
  readonly door: string;
  readonly scannedAt: string;
  readonly ticketId: string | null;
  /** What this scanner said. */
  readonly result: 'in' | 'already' | 'void' | 'unknown';
  readonly isSent: 0 | 1;
}

export interface KeptList {
  readonly slug: string;
  readonly etag: string;
  readonly text: string;
  readonly keys: string;
  readonly title: string;
  /** Names of tiers by their ids. */
  readonly tiers: Readonly<Record<string, string>>;
}

const databaseName = 'usher-door';

export type KeptScans = Awaited<ReturnType<typeof openKeptScans>>;

export async function openKeptScans() {
  const db = await openDatabase();
  const on = <T>(
    store: 'lists' | 'scans',
    mode: IDBTransactionMode,
    act: (at: IDBObjectStore) => IDBRequest<T>,
  ) => {
    const transaction = db.transaction(store, mode, { durability: 'strict' });
    const request = act(transaction.objectStore(store));
    return new Promise<T>((resolve, reject) => {
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
    });
  };
  return {
    list: (slug: string) => on<KeptList | undefined>('lists', 'readonly', (at) => at.get(slug)),
    keepList: (list: KeptList) => on('lists', 'readwrite', (at) => at.put(list)),
    keep: (scan: KeptScan) => on('scans', 'readwrite', (at) => at.put(scan)),
    /** The earliest first. */
    scans: async (slug: string): Promise<KeptScan[]> => {
      const all = await on<KeptScan[]>('scans', 'readonly', (at) => at.index('slug').getAll(slug));
      return all.sort((one, other) => one.scannedAt.localeCompare(other.scannedAt));
    },
    forget: (id: string) => on('scans', 'readwrite', (at) => at.delete(id)),
  };
}

function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(databaseName, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore('lists', { keyPath: 'slug' });
    request.result.createObjectStore('scans', { keyPath: 'id' }).createIndex('slug', 'slug');
  };
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
