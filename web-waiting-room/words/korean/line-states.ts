/** What the board says to who waits in a line, in Korean. The rules of the sentences: ../line-words.ts */
import type { LineBoardState, StateWords } from '../line-words.ts';

export const lineStates: Readonly<Record<LineBoardState, StateWords>> = {
  joining: { title: '순서를 찾고 있어요', sentence: '잠시면 돼요. 아무것도 누르지 않으셔도 괜찮아요.' },
  code: {
    title: '코드가 필요한 줄이에요',
    sentence: '초대장에 있는 코드를 입력해 주세요. 대소문자와 줄표는 구분하지 않아요.',
  },
  proof: {
    title: '줄을 서기 전에 확인할게요',
    sentence: '[{why} ]브라우저가 잠깐이면 스스로 확인해 드려요. 이메일로 받은 코드로 확인할 수도 있어요.',
    button: '이 브라우저로 확인하기',
  },
  lobby: {
    title: '대기실이 열렸어요',
    sentence:
      '{time}에 여기 있는 모든 분의 순서를 무작위로 정해요. 일찍 와도 유리하지 않으니, 창을 닫았다가 다시 와도 괜찮아요.',
    button: '시작 전에 알림 받기',
  },
  lobbyArrival: {
    title: '대기실이 열렸어요',
    sentence: '온 순서대로 입장하고, 내 순서도 정해졌어요. 이 창을 닫아도 그대로예요.',
    button: '시작 전에 알림 받기',
  },
  drawing: {
    title: '순서를 정하고 있어요',
    sentence:
      '대기실에 계셨던 모든 분의 순서를 지금 무작위로 정해요. 다 정해지기 전에는 아무도 입장하지 않아요.',
  },
  waiting: {
    title: '순서를 기다리고 있어요',
    sentence: '이 창을 닫아도 순서는 그대로예요.',
    button: '가까워지면 알림 받기',
  },
  near: {
    title: '곧 차례예요',
    sentence: '이제부터는 이 화면을 열어 두세요. 차례가 되면 {seconds}초 안에 입장해 주세요.',
    button: '소리 켜기',
  },
  check: {
    title: '한 가지만 확인할게요',
    sentence:
      '{why} 확인하는 동안에도 순서는 그대로지만, 지금 서 있는 줄은 천천히 움직여요. 확인이 끝나면 같은 번호로 일반 줄에 서요.',
    button: '이 브라우저로 확인하기',
  },
  snoozed: {
    title: '다른 분을 먼저 보내고 있어요',
    sentence: '뒤에 계신 분들이 먼저 가요.[ {passing}명이 더 입장하면 내 차례예요.] 순서는 그대로예요.',
    button: '이제 준비됐어요',
  },
  called: {
    title: '지금 차례예요',
    sentence: '{time}까지 입장해 주세요. 놓쳐도 맨 앞에서 한 번 더 불러 드려요.',
    button: '입장하기',
  },
  calledAgain: {
    title: '한 번 더 불러 드려요',
    sentence: '처음 불렀을 때 자리에 안 계셔서 맨 앞자리를 지켜 두었어요. {time}까지 입장해 주세요.',
    button: '입장하기',
  },
  backFirst: {
    title: '맨 앞으로 다시 모셨어요',
    sentence:
      '구매하시는 동안 저희 쪽에 문제가 생겼어요. 순서도 돈도 잃지 않으셨어요. 곧 다시 불러 드리니 이 화면을 열어 두세요.',
    button: '소리 켜기',
  },
  backCalled: {
    title: '다시 차례가 됐어요',
    sentence:
      '구매하시는 동안 저희 쪽에 문제가 생겼어요. 순서도 돈도 잃지 않으셨어요. {time}까지 입장해 주세요.',
    button: '입장하기',
  },
  goingIn: { title: '지금 차례예요', sentence: '지금 입장하고 있어요.', button: '입장하기' },
  missed: {
    title: '차례가 지나갔어요',
    sentence: '자리를 비우신 동안 두 번 불렀어요. [{time}까지 ]돌아오면 맨 앞에서 다시 불러 드려요.',
    button: '지금 왔어요',
  },
  shopping: {
    title: '이미 입장했어요',
    sentence:
      '다른 탭이나 기기에서 입장했[고, {time}까지 구매할 수 있]어요. 거기서 계속하셔도, 여기서 이어서 하셔도 돼요.',
    button: '여기서 이어서 하기',
  },
  bought: {
    title: '주문이 들어왔어요',
    sentence: '결제한 표는 그대로예요. 진행 상황은 주문에서 볼 수 있어요.',
    button: '다른 판매 보기',
  },
  turnMissed: {
    title: '차례가 지나갔어요',
    sentence: '차례를 알려 드렸지만 시간 안에 오지 않으셨어요. 맨 뒤에서 다시 줄을 설 수 있어요.',
    button: '다시 줄 서기',
  },
  finished: {
    title: '구매 시간이 끝났어요',
    sentence: '이미 결제한 표는 그대로예요. 맨 뒤에서 다시 줄을 설 수 있어요.',
    button: '다시 줄 서기',
  },
  finishedForGood: {
    title: '구매 시간이 끝났어요',
    sentence: '이미 결제한 표는 그대로예요. 이 판매에서는 더 살 수 없어요.',
    button: '다른 판매 보기',
  },
  allHeld: {
    title: '남은 표가 모두 결제 중이에요',
    sentence:
      '아직 매진은 아니에요. 결제하지 않은 표는 다시 나오고, 그때 줄이 다시 움직여요. 순서는 그대로예요.',
    button: '움직이면 알림 받기',
  },
  soldOut: {
    title: '매진됐어요',
    sentence: '차례가 오기 전에 마지막 표가 팔렸어요. 표는 줄 순서대로 판매됐어요.',
    button: '다른 판매 보기',
  },
  soldOutReserve: {
    title: '매진됐어요',
    sentence:
      '차례가 오기 전에 마지막 표가 팔렸어요. 표는 줄 순서대로 판매됐어요. 취소 표가 나오면 예비 명단에 있는 분께 같은 순서로 연락드려요.',
    button: '예비 명단에 올리기',
  },
  reserved: {
    title: '예비 명단에 올렸어요',
    sentence:
      '[예비 {number}번이에요. ]표가 나오면 이메일[({email})]로 알려 드[리고, 그때부터 {hours} 동안 살 수 있]어요.',
  },
  asked: {
    title: '표가 나왔어요',
    sentence: '[{time}까지 구매할 수 있어요. ]그때까지 다른 분이 쓸 수 없으니 서두르지 않으셔도 돼요.',
    button: '입장하기',
  },
  paused: {
    title: '줄이 잠시 멈췄어요',
    sentence: '[{reason} ]그동안 아무도 입장하지 않고, 순서는 그대로예요.[ {time}까지 다시 알려 드릴게요.]',
    button: '움직이면 알림 받기',
  },
  offline: {
    title: '연결이 끊겼어요',
    sentence:
      '연결이 끊겨도 순서는 저희가 지키고 있어요.[ 지금 화면은 {time} 기준이에요.][ {seconds}초 뒤에 다시 연결해요.]',
    button: '지금 연결하기',
  },
  closed: {
    title: '판매가 끝났어요',
    sentence: '[{time}에 끝났어요. ]구매하지 않으셨다면 결제된 금액도 없어요.',
    button: '다른 판매 보기',
  },
  left: {
    title: '줄에서 나왔어요',
    sentence: '[{time}에 ]순서를 내놓았어요. 다시 오려면 맨 뒤에서 시작해 주세요.',
    button: '다시 줄 서기',
  },
};
