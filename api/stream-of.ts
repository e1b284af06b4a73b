/**
 * A long answer, piece by piece: one is made when the reader has taken the one before, so that a slow reader costs a piece
 * of memory and no more. `onEnd` is called once, however it ends: read to its end, given up, standing still, or broken.
 */

/** Whoever takes no piece for so long has gone, or never came: the request was given up before it was answered. */
const STILL_MS_MAX = 20_000;

export function streamOf(pieces: AsyncGenerator<string>, onEnd: () => void): ReadableStream<Uint8Array> {
  let isOver = false;
  let still: NodeJS.Timeout | undefined;
  const end = async (): Promise<void> => {
    if (isOver) return;
    isOver = true;
    clearTimeout(still);
    onEnd();
    await pieces.return(undefined);
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        clearTimeout(still);
        try {
          const { done, value } = await pieces.next();
          if (isOver) return;
          if (!done) {
            controller.enqueue(Buffer.from(value));
            still = setTimeout(() => {
              controller.error(new Error('the reader stands still'));
              void end();
            }, STILL_MS_MAX);
            still.unref();
            return;
          }
          await end();
          controller.close();
        } catch (fault) {
          await end();
          throw fault; // The reader sees an answer that was cut off, which is no JSON.
        }
      },
      cancel: end,
    },
    { highWaterMark: 1 },
  );
}
