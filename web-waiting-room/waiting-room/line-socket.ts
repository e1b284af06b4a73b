/** One WebSocket to the line, from `join` to its end. Owns the socket; whoever opened it calls `close`. */
import {
  type GatewayMessage,
  type JoinMessage,
  LINE_PROTOCOL,
  type VisitorMessage,
} from '../../domain/protocol.ts';

export interface LineSocket {
  /** False where the socket is not open: nothing was sent. */
  send(message: VisitorMessage): boolean;
  /** Ends it without telling `ended`. */
  close(): void;
}

export interface LineSocketEvents {
  readonly message: (message: GatewayMessage) => void;
  readonly ended: (code: number) => void;
}

export function openLineSocket(slug: string, join: JoinMessage, events: LineSocketEvents): LineSocket {
  const address = new URL(`/ws/line?sale=${encodeURIComponent(slug)}`, location.href);
  address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(address, LINE_PROTOCOL);
  const listening = new AbortController();
  const { signal } = listening;
  socket.addEventListener('open', () => socket.send(JSON.stringify(join)), { signal });
  socket.addEventListener('close', (event) => events.ended(event.code), { signal });
  socket.addEventListener(
    'message',
    (event) => {
      const message = parsed(event.data);
      if (message) events.message(message);
    },
    { signal },
  );
  return {
    send(message) {
      if (socket.readyState !== WebSocket.OPEN) return false;
      socket.send(JSON.stringify(message));
      return true;
    },
    close() {
      listening.abort();
      socket.close();
    },
  };
}

/** Anything that is not a JSON object with a type came from something between us and the gateway. */
function parsed(data: unknown): GatewayMessage | null {
  try {
    const value: unknown = JSON.parse(String(data));
    return typeof value === 'object' && value !== null && 'type' in value ? (value as GatewayMessage) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
