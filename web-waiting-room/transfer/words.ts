/** What the page of a ticket says that somebody was given. */

export const transferWords = {
  en: {
    title: 'A ticket for you',
    loading: 'Fetching the ticket.',
    offered: '{from} gives you a ticket',
    offeredText:
      'It is for {sale}, {tier}. Take it, and from then on only your code opens the door. {from} paid: if the order is given back, your ticket is void, and the money goes to {from}.',
    take: 'Take the ticket',
    claimed: 'Your ticket',
    claimedText:
      '{from} gave it to you. Only the code on this page opens the door; keep the link to yourself.',
    withdrawn: '{from} took the offer back',
    withdrawnText: 'The ticket stays with {from}. Nothing is left to do.',
    ended: 'This ticket is not on offer any more',
    endedText: 'It was used or refunded before you took it. Ask {from}.',
    somebody: 'Somebody',
    offline: 'Not connected. You see how it was at {time}.',
    missing:
      'This browser does not hold the key to this ticket. Open the link in the email that you got, or sign in with the address it went to.',
    sale: 'See the sale',
  },
  ko: {
    title: '받은 표',
    loading: '표를 불러오고 있어요.',
    offered: '{from} 님이 표를 보냈어요',
    offeredText:
      '{sale} {tier} 표예요. 받으면 그때부터 새 코드로만 입장할 수 있어요. 결제는 {from} 님이 하셨어요. 주문을 반납하면 이 표도 쓸 수 없게 되고, 환불금은 {from} 님께 돌아가요.',
    take: '표 받기',
    claimed: '내 표',
    claimedText:
      '{from} 님이 보내 주셨어요. 이 화면의 코드로만 입장할 수 있으니 링크를 다른 분께 보이지 마세요.',
    withdrawn: '{from} 님이 보내기를 취소했어요',
    withdrawnText: '표는 {from} 님께 그대로 있어요. 하실 일은 없어요.',
    ended: '더 이상 받을 수 없는 표예요',
    endedText: '받기 전에 사용했거나 환불된 표예요. {from} 님께 확인해 주세요.',
    somebody: '누군가',
    offline: '연결이 끊겼어요. {time} 기준이에요.',
    missing:
      '이 브라우저에는 이 표의 열쇠가 없어요. 받으신 이메일의 링크를 열거나 그 주소로 로그인해 주세요.',
    sale: '판매 보기',
  },
};
