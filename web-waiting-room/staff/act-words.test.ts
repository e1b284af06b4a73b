/** Acts in the journals, in words. */
import { expect, test } from 'vitest';
import { actorWords, actWords } from './act-words.ts';

test('OPS-9: an act is said in words, refused or not, and one of a newer version as it is called', () => {
  expect(actWords('order.take_back', 'en')).toBe('Return taken back');
  expect(actWords('order.take_back.refused', 'en')).toBe('Return taken back: refused');
  expect(actWords('order.mail_bounced', 'en')).toBe('Flag: “A letter bounced”');
  expect(actWords('order.framed', 'en')).toBe('order.framed');
  expect(actWords('sale.pause.refused', 'ko')).toBe('멈춤: 처리되지 않음');
  expect([actorWords('clock', 'en'), actorWords('Minseo', 'en')]).toEqual(['the clock', 'Minseo']);
});
