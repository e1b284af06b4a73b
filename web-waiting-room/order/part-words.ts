/** What an order's page says about its parts: units of a line that went back, and each refund of some of them. */
export const partWords = {
  en: {
    title: 'What went back',
    units: {
      refunded: '{n} of {of} given back',
      repaid: '{n} of {of} paid back, and yours to keep',
      returning: '{n} of {of} asked to be returned',
      kept: 'Not part of the return',
    },
    money: '{units}: {money}',
    both: '{units}: {money} and {points} points',
    points: '{units}: {points} points',
    nothing: '{units}',
    how: {
      refund: 'Given back: {time}.',
      stays: 'Paid back: {time}. It stays yours.',
      returned: 'You sent it back, and it arrived: {time}.',
    },
  },
  ko: {
    title: '돌려드린 것',
    units: {
      refunded: '{of}개 중 {n}개 반납',
      repaid: '{of}개 중 {n}개 환불, 그대로 가지시면 돼요',
      returning: '{of}개 중 {n}개 반품 신청',
      kept: '반품 신청하지 않음',
    },
    money: '{units}: {money}',
    both: '{units}: {money}, {points}포인트',
    points: '{units}: {points}포인트',
    nothing: '{units}',
    how: {
      refund: '반납: {time}',
      stays: '환불: {time}. 상품은 그대로 가지시면 돼요.',
      returned: '보내신 물건이 도착했어요: {time}',
    },
  },
};
