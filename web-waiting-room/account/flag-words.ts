/** What the account page says where the account is flagged. */
export const flagWords = {
  en: {
    flagged: 'Your account is flagged',
    appealed: 'Your appeal is being read',
    kept: 'The flag on your account stays',
    lifted: 'Your account is flagged no longer',
    means: 'It cannot order in sales for accounts until this is settled. Orders you have stay as they are.',
    reason: 'Reason: {text}',
    yourAppeal: 'You wrote: {text}',
    answer: 'Answer: {text}',
    appeal: 'If this is wrong, say why',
    appealSays: 'Once, up to 2,000 characters. A person reads it and answers by letter.',
    send: 'Send the appeal',
  },
  ko: {
    flagged: '계정에 제한 표시가 있어요',
    appealed: '이의 제기를 읽고 있어요',
    kept: '계정 제한이 유지돼요',
    lifted: '계정 제한이 풀렸어요',
    means: '해결될 때까지 계정 전용 판매에서는 주문할 수 없어요. 이미 한 주문은 그대로예요.',
    reason: '이유: {text}',
    yourAppeal: '보내신 글: {text}',
    answer: '답변: {text}',
    appeal: '잘못된 일이라면 이유를 알려 주세요',
    appealSays: '한 번, 2,000자까지 쓸 수 있어요. 사람이 읽고 메일로 답해 드려요.',
    send: '이의 제기 보내기',
  },
};
