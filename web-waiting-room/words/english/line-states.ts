/** What the board says to who waits in a line, in English. The rules of the sentences: ../line-words.ts */
import type { LineBoardState, StateWords } from '../line-words.ts';

export const lineStates: Readonly<Record<LineBoardState, StateWords>> = {
  joining: { title: 'Finding your place', sentence: 'This takes a moment. You need not do anything.' },
  code: {
    title: 'This line needs a code',
    sentence: 'Type the code from your invitation. Capitals and dashes do not matter.',
  },
  proof: {
    title: 'One check before you join',
    sentence: '[{why} ]Your browser does the check by itself, in a moment; or we send you a code by email.',
    button: 'Check this browser',
  },
  lobby: {
    title: 'The lobby is open',
    sentence:
      'At {time} everyone here gets a random place. Coming early gives no better one, so you may close this tab and come back.',
    button: 'Remind me before it opens',
  },
  lobbyArrival: {
    title: 'The lobby is open',
    sentence: 'Places follow the order of arrival, and you have yours. You may close this tab, it is kept.',
    button: 'Remind me before it opens',
  },
  drawing: {
    title: 'The order is being drawn',
    sentence: 'Everyone who was in the lobby gets a random place now. Nobody is called before that is done.',
  },
  waiting: {
    title: 'You are in line',
    sentence: 'You may close this tab. Your place is kept.',
    button: 'Tell me when it is near',
  },
  near: {
    title: 'Almost there',
    sentence:
      'Please keep this page open from now on. When we call you, you have {seconds} seconds to go in.',
    button: 'Turn on sound',
  },
  check: {
    title: 'One more check',
    sentence:
      '{why} Your place is kept meanwhile, but this line moves slowly. After the check you stand in the ordinary line, with the number you have.',
    button: 'Check this browser',
  },
  snoozed: {
    title: 'Others are passing',
    sentence:
      'You let others go first.[ When {passing} more have gone in, you are next.] Your place is kept.',
    button: 'I am ready now',
  },
  called: {
    title: 'It’s your turn',
    sentence: 'Go in before {time}. If you miss it, you stay at the front and we call you once more.',
    button: 'Go in',
  },
  calledAgain: {
    title: 'We are calling you again',
    sentence: 'You were away the first time and kept your place at the front. Go in before {time}.',
    button: 'Go in',
  },
  backFirst: {
    title: 'You are at the front again',
    sentence:
      'Something broke on our side while you were buying. You lost neither your place nor any money. We call you in a moment, so please keep this page open.',
    button: 'Turn on sound',
  },
  backCalled: {
    title: 'It’s your turn again',
    sentence:
      'Something broke on our side while you were buying. You lost neither your place nor any money. Go in before {time}.',
    button: 'Go in',
  },
  goingIn: { title: 'It’s your turn', sentence: 'We are taking you in now.', button: 'Go in' },
  missed: {
    title: 'Your turn went by',
    sentence:
      'We called twice while you were away. Come back[ before {time}] and you are called at the front again.',
    button: 'I am here now',
  },
  shopping: {
    title: 'You are already inside',
    sentence:
      'Your turn is being used in another tab or on another device[, until {time}]. Go on there, or here.',
    button: 'Go on here',
  },
  bought: {
    title: 'Your order is placed',
    sentence: 'What you paid for is yours. Your order says where it stands.',
    button: 'See other sales',
  },
  turnMissed: {
    title: 'Your turn went by',
    sentence: 'We called you, and you did not come in time. You may join the line again, at the end.',
    button: 'Join again',
  },
  finished: {
    title: 'Your turn is over',
    sentence: 'What you paid for is yours. You may join the line again, at the end.',
    button: 'Join again',
  },
  finishedForGood: {
    title: 'Your turn is over',
    sentence: 'What you paid for is yours. This sale sells no more.',
    button: 'See other sales',
  },
  allHeld: {
    title: 'All in baskets',
    sentence:
      'Nothing is free right now, but it is not sold out. What is not paid for comes back, and the line moves again. Your place is kept.',
    button: 'Tell me when it moves',
  },
  soldOut: {
    title: 'Sold out',
    sentence: 'The last ticket was paid for before your turn. They went in the order of the line.',
    button: 'See other sales',
  },
  soldOutReserve: {
    title: 'Sold out',
    sentence:
      'The last ticket was paid for before your turn. They went in the order of the line. If any come back, the reserve list is asked in that same order.',
    button: 'Join the reserve list',
  },
  reserved: {
    title: 'You are on the reserve list',
    sentence:
      '[You are number {number}. ]If a ticket comes back for you, we write to you[ at {email}][, and you have {hours} to buy it].',
  },
  asked: {
    title: 'A ticket came back for you',
    sentence: '[You can buy until {time}. ]Nobody else can use your turn, so there is no hurry.',
    button: 'Go in',
  },
  paused: {
    title: 'The line is paused',
    sentence: '[{reason} ]Nobody is let in meanwhile, and your place is kept.[ More by {time}.]',
    button: 'Tell me when it moves',
  },
  offline: {
    title: 'No connection',
    sentence:
      'Your place is safe with us, even while you are offline.[ You see how it was at {time}.][ Trying again in {seconds} seconds.]',
    button: 'Try now',
  },
  closed: {
    title: 'This sale has ended',
    sentence: '[It closed at {time}. ]If you did not buy, you were not charged.',
    button: 'See other sales',
  },
  left: {
    title: 'You left the line',
    sentence: 'You gave up your place[ at {time}]. To come back, join again at the end.',
    button: 'Join again',
  },
};
