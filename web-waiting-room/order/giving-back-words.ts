/** Until when paid tickets can be given back, and that it is too late for it (ORD-34). */
export const givingBackWords = {
  en: {
    until: 'You can give the tickets back here until it begins, {time}.',
    over: 'It has begun: tickets can no longer be given back here. If something went wrong, ask the organiser.',
  },
  ko: {
    until: '시작 시각인 {time} 전까지 여기서 표를 반납할 수 있어요.',
    over: '이미 시작되어 여기서는 표를 반납할 수 없어요. 문제가 있었다면 주최자에게 문의해 주세요.',
  },
};
