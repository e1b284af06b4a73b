/** What the board says in a raffle, and where there is no line, in Korean. The rules of the sentences: ../line-words.ts */
import type { OtherWords } from '../line-words.ts';

export const otherModes: OtherWords = {
  withdrawn: {
    title: '추첨에서 빠졌어요',
    sentence: '[{time}에 ]응모를 취소했어요. 응모 마감 전까지 다시 응모할 수 있어요.',
    button: '다시 응모하기',
  },
  registered: {
    title: '추첨에 응모했어요',
    sentence: '[응모는 {time}에 마감해요. ]언제 응모했는지는 결과와 상관없어요. {news}',
    button: '이메일로 알림 받기',
  },
  drawn: {
    title: '당첨됐어요',
    sentence: '[{time}까지 구매할 수 있어요. ]그때까지 다른 분이 쓸 수 없으니 서두르지 않으셔도 돼요.',
    button: '입장하기',
  },
  notDrawn: {
    title: '이번에는 당첨되지 않았어요',
    sentence: '[예비 {number}번이에요. ]당첨된 분이 구매하지 않으면 순서가 올라가요.[ {news}]',
    button: '추첨 결과 확인하기',
  },
  noLineYet: {
    title: '줄을 서지 않아도 돼요',
    sentence:
      '[{time}에 시작해요. ]그때 이 화면에서 바로 입장해요. 일찍 와도 유리하지 않으니, 창을 닫았다가 다시 와도 괜찮아요.',
    button: '시작 전에 알림 받기',
  },
  noLinePaused: {
    title: '판매가 잠시 멈췄어요',
    sentence:
      '[{reason} ]그동안 아무도 입장하지 않아요.[ {time}까지 다시 알려 드릴게요.] 줄은 없고, 다시 시작하면 이 화면에서 바로 입장해요.',
    button: '다시 시작하면 알림 받기',
  },
  noLineSoldOut: {
    title: '매진됐어요',
    sentence: '마지막 표가 팔렸어요. 표가 다시 나오면 이 화면에서 바로 입장해요.',
    button: '다른 판매 보기',
  },
  noLineOver: {
    title: '지금은 나와 있어요',
    sentence: '이미 결제한 표는 그대로예요. 판매 중에는 기다리지 않고 다시 입장할 수 있어요.',
    button: '다시 입장하기',
  },
};
