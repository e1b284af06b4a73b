/** What an order's page says about giving goods back. */
export const returnWords = {
  en: {
    title: 'Give it back',
    until: 'Until {time}. Say why, so that the next one is better. What you keep stays as it is.',
    unitsOf: '{name}: how many go back',
    ofLeft: 'of {n}',
    reason: 'Reason',
    gets: 'You get {money} back once it has arrived here.',
    getsBoth: 'You get {money} and {points} points back once it has arrived here.',
    choose: 'Choose what goes back',
    go: 'Ask for the return',
    returns: 'What you give back',
    why: 'Your reason: “{reason}”',
    states: {
      asked: 'We expect it, and then return its money. Asked: {time}.',
      taken_back: 'It has arrived, and its money is on its way to you. Asked: {time}.',
      refused: 'We could not take it.[ Our reason: “{answer}”.] Asked: {time}.',
    },
  },
  ko: {
    title: '반품하기',
    until: '{time}까지 신청할 수 있어요. 이유를 알려 주시면 더 나아질게요. 나머지는 그대로예요.',
    unitsOf: '{name} 반품 수량',
    ofLeft: '{n}개 가운데',
    reason: '이유',
    gets: '물건이 도착하면 {money} 돌려드려요.',
    getsBoth: '물건이 도착하면 {money}, {points}포인트를 돌려드려요.',
    choose: '반품할 것을 골라 주세요',
    go: '반품 신청하기',
    returns: '반품 신청한 것',
    why: '적어 주신 이유: “{reason}”',
    states: {
      asked: '물건이 도착하면 그만큼 환불해 드려요. 신청: {time}',
      taken_back: '물건이 도착했고, 환불하고 있어요. 신청: {time}',
      refused: '받지 못했어요.[ 이유: “{answer}”] 신청: {time}',
    },
  },
};
