/** Other visitors in the same line: they come, and as each is called they go in and out again. */
import { newSecret, TestVisitor } from '../visitor.ts';

export interface Others {
  /** From now on whoever is called goes in and leaves at once. */
  serve(): void;
  stop(): void;
}

/** `count` visitors who stand in line when this resolves, in their order. */
export async function standOthers(url: string, slug: string, count: number): Promise<Others> {
  const visitors: { visitor: TestVisitor; secret: string }[] = [];
  for (let number = 0; number < count; number += 1) {
    const { secret, secretHash } = newSecret();
    const visitor = new TestVisitor(url, slug);
    await visitor.join({ secretHash, secret });
    visitors.push({ visitor, secret });
  }
  const goInAndOut = ({ visitor, secret }: (typeof visitors)[number]) => {
    const answer = (text: string): void => {
      const { type } = JSON.parse(text) as { type: string };
      if (type === 'call') visitor.say({ type: 'claim', secret });
      if (type === 'pass') visitor.say({ type: 'leave' });
    };
    for (const heard of visitor.heard) answer(JSON.stringify(heard));
    visitor.socket.on('message', (data) => answer(String(data)));
  };
  return {
    serve: () => visitors.forEach(goInAndOut),
    stop: () => {
      for (const { visitor } of visitors) visitor.socket.close();
    },
  };
}
