/** What a mail server gets of names, titles and addresses that somebody typed: over real SMTP. */
import { generateKeyPairSync } from 'node:crypto';
import { expect } from 'vitest';
import { type Dkim, type Mail, openPostBox } from '../queue-worker/outbox/post-box.ts';
import { test, testLog } from '../test/stores.ts';
import { openMailCatcher } from './serve.ts';

async function sent(mail: Partial<Mail>, dkim?: Dkim) {
  const catcher = await openMailCatcher({ smtpPort: 0, httpPort: 0, log: testLog });
  const postBox = openPostBox(catcher.smtpUrl, 'Usher <tickets@shop.test>', dkim);
  const plain = { subject: 'Paid', text: 'Hello', html: '<p>Hello</p>', messageId: '<1@shop.test>' };
  const to = { name: 'Minseo', address: 'minseo@example.com' };
  try {
    const said = await postBox.send({ to, ...plain, ...mail });
    return { said, caught: (await catcher.shelf.all())[0] };
  } finally {
    postBox.close();
    await catcher.close();
  }
}

test('MAI-7: no name and no title adds a header, a recipient or a line of the mail', async () => {
  const ends = ['\r\n', '\n', '\r', '\u2028', '\r\n\r\n', '\u0000\r\n'];
  for (const end of ends) {
    const nasty = `Minseo${end}Bcc: everybody@example.com${end}X-Made: up`;
    const { said, caught } = await sent({
      to: { name: nasty, address: 'minseo@example.com' },
      subject: `${nasty}: paid`,
    });
    expect(said).toEqual({ outcome: 'taken' });
    expect(caught?.to).toEqual(['minseo@example.com']);
    const names = caught?.headers.map(({ key }) => key) ?? [];
    expect(names).not.toContain('bcc');
    expect(names).not.toContain('x-made');
    expect(caught?.text?.trim()).toBe('Hello');
  }
  const quoted = await sent({ to: { name: 'a" <x@evil.test>, "b', address: 'minseo@example.com' } });
  expect(quoted.caught?.to).toEqual(['minseo@example.com']);
});

test('MAI-7: an address that is two, or none, ends the mail and reaches nobody', async () => {
  for (const address of [
    '',
    'no address',
    'a@example.com, b@example.com',
    'a@example.com\r\nRCPT TO:<b@example.com>',
  ]) {
    const { said, caught } = await sent({ to: { name: '', address } });
    if (said.outcome === 'taken') expect(caught?.to).toHaveLength(1);
    expect(caught?.to ?? []).not.toContain('b@example.com');
  }
});

test('MAI-7: names and addresses of any language arrive as they were written', async () => {
  const { said, caught } = await sent({
    to: { name: '한민서 ✓', address: 'minseo@우편.example' },
    subject: '심야 페리: 결제가 끝났어요',
  });
  expect(said).toEqual({ outcome: 'taken' });
  expect(caught).toMatchObject({
    subject: '심야 페리: 결제가 끝났어요',
    to: ['minseo@우편.example'],
  });
});

test('MAI-8: a mail is signed where a key is set, and not otherwise', async () => {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const dkim = { domainName: 'shop.test', keySelector: 'usher', privateKey };
  const signature = (await sent({}, dkim)).caught?.headers.find(({ key }) => key === 'dkim-signature')?.value;
  expect(signature).toMatch(/d=shop\.test/);
  expect(signature).toMatch(/s=usher/);
  const plain = (await sent({})).caught?.headers.map(({ key }) => key);
  expect(plain).not.toContain('dkim-signature');
});

test('MAI-7: a letter that may be stopped says how, with one click', async () => {
  const stopUrl = 'http://shop.test/api/letters/stop?token=abc';
  const { caught } = await sent({ stopUrl });
  const header = (key: string) => caught?.headers.find((one) => one.key === key)?.value;
  expect(header('list-unsubscribe')).toContain(`<${stopUrl}>`);
  expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
  const owed = (await sent({})).caught?.headers.map(({ key }) => key);
  expect(owed).not.toContain('list-unsubscribe');
});

test('MAI-7: what stands in a letter arrives as it was written, whatever looks like the end of a mail or of a part', async () => {
  const text = [
    '.',
    '',
    '--the-same-in-another-form--',
    'From here',
    '한'.repeat(500),
    'x'.repeat(2_000),
    '',
  ];
  const html = `<p>${text.join('</p>\n<p>')}</p>`;
  const { said, caught } = await sent({ text: text.join('\n'), html });
  expect(said).toEqual({ outcome: 'taken' });
  expect([caught?.text?.trimEnd(), caught?.html?.trimEnd()]).toEqual([text.join('\n').trimEnd(), html]);
});
