/** What a visitor who looks elsewhere is told, in both languages; it comes with what tells it. */
import type { Alert } from './alerts.ts';

interface Notice {
  readonly title: string;
  readonly text: string;
}

export const noticeWords: Readonly<Record<'en' | 'ko', Readonly<Record<Alert, Notice>>>> = {
  en: {
    called: { title: 'It’s your turn: {sale}', text: '[Go in before {time}.]' },
    near: { title: 'Almost there: {sale}', text: 'Please open the page now and keep it open.' },
    moves: { title: 'The line moves again: {sale}', text: 'Your place was kept.' },
    opens: { title: 'Opens in a minute: {sale}', text: 'Keep the page open, that is all.' },
    over: { title: 'It is over: {sale}', text: 'Your wait has ended. The page says what you may still do.' },
  },
  ko: {
    called: { title: '지금 차례예요: {sale}', text: '[{time}까지 입장해 주세요.]' },
    near: { title: '곧 차례예요: {sale}', text: '지금 화면을 열고 열어 두세요.' },
    moves: { title: '줄이 다시 움직여요: {sale}', text: '순서는 그대로예요.' },
    opens: { title: '1분 뒤에 시작해요: {sale}', text: '화면을 열어 두시면 돼요.' },
    over: { title: '판매가 끝났어요: {sale}', text: '더 기다리지 않으셔도 돼요. 남은 방법은 화면에 있어요.' },
  },
};
