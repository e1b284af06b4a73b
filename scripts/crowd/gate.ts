/**
 * Lets a bounded number through at a time, first come, first served. Without it a reconnecting crowd opens ten thousand
 * sockets in one turn of the event loop, and what it then measures is itself.
 */
export interface Gate {
  /** Resolves when it is one's turn; call the answer exactly once to let the next one in. */
  enter(): Promise<() => void>;
}

export function openGate(insideMax: number): Gate {
  const waiting: (() => void)[] = [];
  let inside = 0;
  const leave = () => {
    const next = waiting.shift();
    if (next) next();
    else inside -= 1;
  };
  return {
    enter: () =>
      new Promise((resolve) => {
        const pass = () => {
          let isOut = false;
          resolve(() => {
            if (!isOut) leave();
            isOut = true;
          });
        };
        if (inside < insideMax) {
          inside += 1;
          pass();
        } else waiting.push(pass);
      }),
  };
}
