/** What the answers of a real mail server mean: refused for good, put off, or no answer about the mail at all. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { SMTPServer } from 'smtp-server';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openPostBox } from './post-box.ts';

const mail = {
  to: { name: 'Minseo', address: 'minseo@example.com' },
  ...{ subject: 'Paid', text: 'Hello', html: '<p>Hello</p>', messageId: '<1@shop.test>' },
};

async function answering(code: number, says: string, at: 'onRcptTo' | 'onData') {
  const refuse = (done: (fault: Error) => void) =>
    done(Object.assign(new Error(says), { responseCode: code }));
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    ...(at === 'onRcptTo' && { onRcptTo: (_address, _session, done) => refuse(done) }),
    onData: (stream, _session, done) => {
      stream.resume();
      stream.on('end', () => (at === 'onData' ? refuse(done) : done()));
    },
  });
  server.on('error', () => {});
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const postBox = openPostBox(
    `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    'Usher <tickets@shop.test>',
  );
  return {
    postBox,
    [Symbol.asyncDispose]: async () => {
      postBox.close();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

test('MAI-5: a mailbox that is not there, and a mail that is not wanted, are refused for good', async () => {
  for (const [code, at] of [
    [550, 'onRcptTo'],
    [553, 'onRcptTo'],
    [521, 'onRcptTo'],
    [554, 'onData'],
    [552, 'onData'],
  ] as const) {
    await using it = await answering(code, 'never', at);
    expect(await it.postBox.send(mail)).toEqual({
      outcome: 'refused',
      answer: expect.stringContaining('never'),
    });
  }
});

test('MAI-5: what is full or greylisted is put off', async () => {
  for (const [code, at] of [
    [450, 'onRcptTo'],
    [451, 'onData'],
    [452, 'onRcptTo'],
  ] as const) {
    await using it = await answering(code, 'later', at);
    expect(await it.postBox.send(mail)).toEqual({
      outcome: 'putOff',
      answer: expect.stringContaining('later'),
    });
  }
});

test('MAI-5, RUN-21: a server that closes, or wants somebody else, has said nothing about the mail, and its fault names nobody', async () => {
  for (const code of [421, 530, 535]) {
    await using it = await answering(code, 'not you, minseo@example.com', 'onRcptTo');
    const fault = await it.postBox.send(mail).catch((thrown: unknown) => thrown);
    expect(fault).toMatchObject({ message: expect.stringContaining('not you, (address)') });
    // As it stands in a log and among what could not be done.
    expect(inspect(fault, { depth: 9 })).not.toContain('example.com');
  }
});

test('MAI-5: an answer is kept without the address that it names', async () => {
  await using it = await answering(
    550,
    'User <minseo@example.com> unknown, ask postmaster@example.com',
    'onRcptTo',
  );
  const said = await it.postBox.send(mail);
  expect(JSON.stringify(said)).not.toContain('example.com');
  expect(said).toMatchObject({
    outcome: 'refused',
    answer: expect.stringContaining('unknown, ask (address)'),
  });
});

test('MAI-2: a server that does not answer in time is a fault, and gets the mail no later by itself', async () => {
  const asked = Promise.withResolvers<void>();
  const gone = Promise.withResolvers<void>();
  let mails = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onData: (stream, _session, done) => {
      stream.resume();
      mails += 1;
      if (mails > 1) return asked.resolve();
      stream.on('end', () => done());
    },
    onClose: () => gone.resolve(),
  });
  server.on('error', () => {});
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  const postBox = openPostBox(`smtp://127.0.0.1:${port}`, 'Usher <tickets@shop.test>');
  // The first opens the connection, for which timers must run.
  expect(await postBox.send(mail)).toEqual({ outcome: 'taken' });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const sending = postBox.send(mail);
  await asked.promise;
  vi.advanceTimersByTime(4_000);
  vi.useRealTimers();
  await expect(sending).rejects.toThrow('too slow');
  await gone.promise;
  postBox.close();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}, 3_500); // The socket itself gives up after four seconds.
