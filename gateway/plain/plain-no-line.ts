/** What the page without JavaScript says of a sale without a line: there nobody waits for others. */
import type { PlainLanguage, Said } from './plain-language.ts';

export type NoLineState = 'noLineOut' | 'noLineYet' | 'noLinePaused' | 'noLineSoldOut' | 'noLineOver';

export const noLineStates: Readonly<Record<PlainLanguage, Readonly<Record<NoLineState, Said>>>> = {
  en: {
    noLineOut: { title: 'Nobody has to wait here', sentence: 'Press the button and you may buy.' },
    noLineYet: {
      title: 'No line here',
      sentence:
        'The sale opens {opens}. Nobody has to wait here: come back when it is open, and you may buy at once.',
    },
    noLinePaused: {
      title: 'The sale is paused',
      sentence: '{reason}. Nobody is let in meanwhile. More news {news}.',
    },
    noLineSoldOut: {
      title: 'Sold out',
      sentence: 'The last ticket was paid for. If one comes back, you may buy it at once.',
    },
    noLineOver: {
      title: 'You are no longer inside',
      sentence: 'What you paid for is yours. While the sale is open you may go in again, without waiting.',
    },
  },
  ko: {
    noLineOut: { title: '줄을 서지 않아도 돼요', sentence: '버튼을 누르면 바로 살 수 있어요.' },
    noLineYet: {
      title: '줄을 서지 않아도 돼요',
      sentence: '판매는 {opens} 시작해요. 시작한 뒤에 오면 기다리지 않고 바로 살 수 있어요.',
    },
    noLinePaused: {
      title: '판매가 잠시 멈췄어요',
      sentence: '{reason}. 그동안 아무도 입장하지 않아요. {news} 다시 알려 드려요.',
    },
    noLineSoldOut: {
      title: '매진됐어요',
      sentence: '마지막 표가 팔렸어요. 표가 다시 나오면 바로 살 수 있어요.',
    },
    noLineOver: {
      title: '지금은 나와 있어요',
      sentence: '이미 결제한 표는 그대로예요. 판매 중에는 기다리지 않고 다시 입장할 수 있어요.',
    },
  },
};
