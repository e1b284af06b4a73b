/**
 * What the page without JavaScript says of a place, in both languages. It has words of its own, because it promises less
 * than the page that updates itself: whoever reads it has to look again.
 */
import type { PlaceState } from '../../domain/protocol.ts';
import type { PlainLanguage, Said } from './plain-language.ts';
import { type NoLineState, noLineStates } from './plain-no-line.ts';

export type PlainState =
  | PlaceState
  | NoLineState
  | 'out' // Not in line yet.
  | 'outLobby'
  | 'outRaffle'
  | 'lobbyArrival'
  | 'near'
  | 'calledAgain'
  | 'calledFromList'
  | 'mustAsk'
  | 'bought'
  | 'boughtGoods'
  | 'missed';

/** Names of the facts that fill the sentences: `{opens}`, `{by}`, `{until}`, `{n}`, `{hours}`, `{reason}`, `{news}`. */
export const plainStates: Readonly<Record<PlainLanguage, Readonly<Record<PlainState, Said>>>> = {
  en: {
    ...noLineStates.en,
    out: { title: 'You are not in line yet', sentence: 'Press the button and you get the place at the end.' },
    outLobby: {
      title: 'The lobby is open',
      sentence: 'The sale opens {opens}. Press the button to be in the lobby when places are given out.',
    },
    outRaffle: {
      title: 'Registration is open',
      sentence: 'Places are drawn by lot. It makes no difference when you register.',
    },
    lobby: {
      title: 'You are in the lobby',
      sentence:
        'The sale opens {opens}. Everyone in the lobby then gets a random place. You may close this page.',
    },
    lobbyArrival: {
      title: 'You are in the lobby',
      sentence: 'The sale opens {opens}. Places follow the order of arrival, and you have yours.',
    },
    registered: {
      title: 'You are in the draw',
      sentence: 'It makes no difference when you registered. Come back after {draws} to see the result.',
    },
    waiting: { title: 'You are in line', sentence: 'You may close this page. Your place is kept.' },
    near: {
      title: 'Almost there',
      sentence:
        'Look again at least every 30 seconds from now on. When we call you, you have {seconds} seconds.',
    },
    called: { title: 'It’s your turn', sentence: 'Go in {by}. If you miss it, you stay at the front.' },
    calledAgain: {
      title: 'We are calling you again',
      sentence: 'You were away the first time and kept your place at the front. Go in {by}.',
    },
    calledFromList: {
      title: 'A ticket came back for you',
      sentence: 'You can buy {until}. After that we ask the next one on the list.',
    },
    shopping: {
      title: 'You may buy now',
      sentence: 'Your turn lasts {until}. What you choose is held for you while you pay.',
    },
    finished: {
      title: 'Your turn is over',
      sentence: 'What you paid for is yours. You may join again, at the end.',
    },
    bought: { title: 'You have your tickets', sentence: 'We have sent them by email. Your turn is over.' },
    boughtGoods: {
      title: 'Your order is placed',
      sentence: 'What you paid for is yours. We write to you when it is on its way. Your turn is over.',
    },
    missed: {
      title: 'Your turn is over',
      sentence: 'You were called and did not come in. You may join again, at the end.',
    },
    passedOver: {
      title: 'You are called next',
      sentence: 'You were away when we called and kept your place at the front. Look again in a few seconds.',
    },
    mustAsk: {
      title: 'Your turn went by',
      sentence:
        'We called twice while you were away. Press the button and you are called at the front again.',
    },
    snoozed: { title: 'Others are passing', sentence: 'You let {n} others go first. Your place is kept.' },
    allHeld: {
      title: 'All in baskets',
      sentence: 'Nothing is free right now, but it is not sold out. What is not paid for comes back.',
    },
    paused: {
      title: 'The line is paused',
      sentence: '{reason}. Nobody is let in meanwhile, and your place is kept. More news {news}.',
    },
    won: {
      title: 'You are drawn',
      sentence: 'You can buy {until}. Nobody else can use your turn, so there is no hurry.',
    },
    reserve: {
      title: 'You are on the reserve list',
      sentence: 'You are number {n}. If a ticket comes back for you, we write to you.',
    },
    notDrawn: {
      title: 'Not drawn this time',
      sentence: 'You are number {n} on the reserve list. It moves up when winners do not buy.',
    },
    soldOut: {
      title: 'Sold out',
      sentence: 'The last ticket was paid for. They went in the order of the line.',
    },
    closed: { title: 'This sale has ended', sentence: 'If you did not buy, you were not charged.' },
    left: { title: 'You left the line', sentence: 'To come back, join again at the end.' },
  },
  ko: {
    ...noLineStates.ko,
    out: { title: '아직 줄에 없어요', sentence: '버튼을 누르면 맨 뒤 순서를 받아요.' },
    outLobby: {
      title: '대기실이 열렸어요',
      sentence: '판매는 {opens} 시작해요. 버튼을 누르면 순서를 정할 때 함께해요.',
    },
    outRaffle: { title: '응모를 받고 있어요', sentence: '추첨으로 정해요. 언제 응모했는지는 상관없어요.' },
    lobby: {
      title: '대기실에 있어요',
      sentence: '판매는 {opens} 시작해요. 그때 모든 분의 순서를 무작위로 정해요. 이 화면을 닫아도 괜찮아요.',
    },
    lobbyArrival: {
      title: '대기실에 있어요',
      sentence: '판매는 {opens} 시작해요. 온 순서대로 입장하고, 내 순서도 정해졌어요.',
    },
    registered: {
      title: '추첨에 응모했어요',
      sentence: '언제 응모했는지는 결과와 상관없어요. {draws} 뒤에 다시 와서 결과를 보세요.',
    },
    waiting: { title: '순서를 기다리고 있어요', sentence: '이 화면을 닫아도 순서는 그대로예요.' },
    near: {
      title: '곧 차례예요',
      sentence:
        '이제부터 적어도 30초마다 다시 보기를 눌러 주세요. 차례가 되면 {seconds}초 안에 입장해 주세요.',
    },
    called: { title: '지금 차례예요', sentence: '{by} 입장해 주세요. 놓쳐도 맨 앞자리를 지켜 드려요.' },
    calledAgain: {
      title: '한 번 더 불러 드려요',
      sentence: '처음 불렀을 때 자리에 안 계셔서 맨 앞자리를 지켜 두었어요. {by} 입장해 주세요.',
    },
    calledFromList: {
      title: '표가 나왔어요',
      sentence: '{until} 살 수 있어요. 그 뒤에는 명단의 다음 분께 드려요.',
    },
    shopping: {
      title: '이제 살 수 있어요',
      sentence: '{until} 살 수 있어요. 고르면 결제하는 동안 잡아 두어요.',
    },
    finished: {
      title: '차례가 끝났어요',
      sentence: '결제한 표는 그대로예요. 맨 뒤에서 다시 줄을 설 수 있어요.',
    },
    bought: { title: '표를 샀어요', sentence: '이메일로 보내 드렸어요. 차례는 끝났어요.' },
    boughtGoods: {
      title: '주문이 들어왔어요',
      sentence: '결제한 상품은 그대로예요. 보내 드릴 때 이메일로 알려 드려요. 차례는 끝났어요.',
    },
    missed: {
      title: '차례가 끝났어요',
      sentence: '불렀지만 입장하지 않으셨어요. 맨 뒤에서 다시 줄을 설 수 있어요.',
    },
    passedOver: {
      title: '바로 다음에 불러 드려요',
      sentence: '불렀을 때 자리에 안 계셔서 맨 앞자리를 지켜 두었어요. 몇 초 뒤에 다시 봐 주세요.',
    },
    mustAsk: {
      title: '차례가 지나갔어요',
      sentence: '자리를 비우신 동안 두 번 불렀어요. 버튼을 누르면 맨 앞에서 다시 불러 드려요.',
    },
    snoozed: {
      title: '다른 분을 먼저 보내고 있어요',
      sentence: '{n}명이 먼저 가요. 순서는 그대로 지켜 드려요.',
    },
    allHeld: {
      title: '남은 표가 모두 결제 중이에요',
      sentence: '아직 매진은 아니에요. 결제하지 않은 표는 다시 나와요.',
    },
    paused: {
      title: '줄이 잠시 멈췄어요',
      sentence: '{reason}. 그동안 아무도 입장하지 않고, 순서는 그대로예요. {news} 다시 알려 드려요.',
    },
    won: { title: '당첨됐어요', sentence: '{until} 구매할 수 있어요. 서두르지 않으셔도 돼요.' },
    reserve: {
      title: '예비 명단에 올렸어요',
      sentence: '예비 {n}번이에요. 표가 나오면 이메일로 알려 드려요.',
    },
    notDrawn: {
      title: '이번에는 당첨되지 않았어요',
      sentence: '예비 {n}번이에요. 당첨된 분이 구매하지 않으면 순서가 올라가요.',
    },
    soldOut: { title: '매진됐어요', sentence: '마지막 표가 팔렸어요. 표는 줄 순서대로 판매됐어요.' },
    closed: { title: '판매가 끝났어요', sentence: '구매하지 않으셨다면 결제된 금액도 없어요.' },
    left: { title: '줄에서 나왔어요', sentence: '다시 오려면 맨 뒤에서 시작해 주세요.' },
  },
};
