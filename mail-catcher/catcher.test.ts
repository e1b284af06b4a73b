/** The mail catcher, with the product's own post box as the sender. */
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect } from 'vitest';
import { openPostBox } from '../queue-worker/outbox/post-box.ts';
import { test, testLog } from '../test/stores.ts';
import { openMailCatcher } from './serve.ts';

async function opened() {
  const catcher = await openMailCatcher({ smtpPort: 0, httpPort: 0, log: testLog });
  const postBox = openPostBox(catcher.smtpUrl, 'Usher <tickets@shop.test>');
  const mail = {
    to: { name: '한민서', address: 'minseo@example.com' },
    subject: '결제가 끝났어요 · Paid',
    text: 'http://shop.test/orders/ord_1#key=abc',
    html: '<p>표 <a href="http://shop.test/orders/ord_1#key=abc">보기</a></p><script>alert(1)</script>',
    messageId: '<1@shop.test>',
  };
  return {
    catcher,
    postBox,
    mail,
    [Symbol.asyncDispose]: async () => {
      postBox.close();
      await catcher.close();
    },
  };
}

test('MAI-3: what was sent is there to be read, with what the sender said', async () => {
  await using it = await opened();
  expect(await it.postBox.send(it.mail)).toEqual({ outcome: 'taken' });
  const { items } = (await (await fetch(`${it.catcher.url}/dev/mail.json`)).json()) as { items: object[] };
  expect(items).toEqual([
    {
      id: 1,
      at: expect.stringMatching(/Z$/),
      from: 'tickets@shop.test',
      to: ['minseo@example.com'],
      subject: it.mail.subject,
      messageId: '<1@shop.test>',
      text: expect.stringContaining('#key=abc'),
      html: expect.stringContaining('보기'),
      headers: expect.arrayContaining([{ key: 'message-id', value: '<1@shop.test>' }]),
    },
  ]);
  const asked = await fetch(`${it.catcher.url}/dev/mail`, { headers: { accept: 'application/json' } });
  expect(await asked.json()).toMatchObject({ items });
  const list = await (await fetch(`${it.catcher.url}/dev/mail`)).text();
  expect(list).toContain('결제가 끝났어요 · Paid');
  expect(list).toContain('/dev/mail/1');
});

test('MAI-3: the newest five hundred stay', async () => {
  await using it = await opened();
  const raw = Buffer.from('Subject: one of many\r\n\r\nHello\r\n');
  for (let count = 0; count < 505; count += 1) it.catcher.shelf.add(raw, { from: '', to: [] });
  const all = await it.catcher.shelf.all();
  expect(all).toHaveLength(500);
  expect(all[0]).toMatchObject({ id: 505, subject: 'one of many' });
  expect((await fetch(`${it.catcher.url}/dev/mail/5`)).status).toBe(404);
  expect((await fetch(`${it.catcher.url}/dev/mail/6`)).status).toBe(200);
});

test('MAI-3: a mail that nobody can take apart is shown as it came, beside the others', async () => {
  await using it = await opened();
  const parts = Array.from(
    { length: 300 },
    (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}`,
  );
  it.catcher.shelf.add(Buffer.from(parts.join('\r\n')), { from: '', to: [] });
  await it.postBox.send(it.mail);
  const all = await it.catcher.shelf.all();
  expect(all).toMatchObject([
    { subject: it.mail.subject },
    { subject: '', text: expect.stringContaining('b299') },
  ]);
  expect((await fetch(`${it.catcher.url}/dev/mail`)).status).toBe(200);
});

test('MAI-4: a mail’s own HTML runs and loads nothing', async () => {
  await using it = await opened();
  await it.postBox.send(it.mail);
  const page = await fetch(`${it.catcher.url}/dev/mail/1`);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  const shown = await page.text();
  expect(shown).not.toContain('<script>');
  expect(shown).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"');
  const foreign = await fetch(`${it.catcher.url}/dev/mail/1/html`);
  const policy = foreign.headers.get('content-security-policy') ?? '';
  expect(policy).toMatch(/default-src 'none'.*sandbox allow-popups/);
  expect(policy).not.toContain('script-src');
  for (const id of ['0', 'x', '1e3', '99999999999999999999']) {
    expect((await fetch(`${it.catcher.url}/dev/mail/${id}`)).status).toBe(404);
  }
});

test('MAI-2: a mail server that takes too long, or is not there, is a fault and not a yes', async () => {
  const away = openPostBox('smtp://127.0.0.1:9', 'tickets@shop.test');
  await using it = await opened();
  await expect(away.send(it.mail)).rejects.toThrow();
  away.close();
});

test('MAI-3: a mail above a megabyte is refused, and the catcher lives on', async () => {
  await using it = await opened();
  const size = await it.postBox.send({ ...it.mail, text: 'x'.repeat(1_200_000) });
  expect(size).toMatchObject({ outcome: 'refused', answer: expect.stringContaining('552') });
  expect(await it.postBox.send(it.mail)).toEqual({ outcome: 'taken' });

  // Somebody who speaks no SMTP.
  const socket = connect(Number(new URL(it.catcher.smtpUrl).port), '127.0.0.1');
  socket.end('GET / HTTP/1.1\r\n\r\n'.repeat(5));
  await text(socket);
  expect(await it.postBox.send(it.mail)).toEqual({ outcome: 'taken' });
});
