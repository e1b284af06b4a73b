/**
 * Being called back, for who asks for it: the asking, which is always here. What follows the line and makes the sounds
 * comes once the page has nothing else to do (call-visitor.ts): it must be here when the visitor presses, because browsers
 * allow a sound only within the press.
 */
import { signal } from '@preact/signals';
import type { openCallVisitor } from './call-visitor.ts';
import type { WaitingRoom } from './waiting-room.ts';

/** After what the page needs to be seen. */
const devicesAfterMs = 1_500;

/** Whether the visitor asked, and whether the browser shows messages or makes sounds alone. */
export type Armed = 'no' | 'sound' | 'sound and message';

export function openCallingBack(room: WaitingRoom, saleTitle: () => string) {
  const armed = signal<Armed>('no');
  let caller: ReturnType<typeof openCallVisitor> | null = null;

  async function bringCaller(): Promise<typeof caller> {
    try {
      const { openCallVisitor: open } = await import('./call-visitor.ts');
      caller ??= open(room, saleTitle, armed);
    } catch (error) {
      // A TypeError means that the file did not come: it is asked for again with the press.
      if (!(error instanceof TypeError)) throw error;
    }
    return caller;
  }
  setTimeout(() => void bringCaller(), devicesAfterMs);

  return {
    armed,
    /** Call it inside the handler of a press: browsers ask for that. */
    async arm(): Promise<void> {
      // Nothing is promised that this page cannot do.
      await (caller ?? (await bringCaller()))?.arm();
    },
    disarm(): void {
      armed.value = 'no';
    },
  };
}
