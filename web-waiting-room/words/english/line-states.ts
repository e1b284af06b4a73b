/** What the board says in each state of a visitor, in English. The rules of the sentences: ../line-words.ts */
import type { BoardState, StateWords } from '../line-words.ts';

export const lineStates: Readonly<Record<BoardState, StateWords>> = {
  joining: { title: 'Finding your place', sentence: 'This takes a moment. You need not do anything.' },
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
  reserved: {
    title: 'You are on the reserve list',
    sentence: '[You are number {number}. ]If a ticket comes back for you, we write to you.',
    button: 'See other sales',
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
  registered: {
    title: 'You are in the draw',
    sentence:
      '[Registration ends at {time}. ]It makes no difference when you registered. We write to you either way.',
  },
  drawn: {
    title: 'You are drawn',
    sentence: '[You can buy until {time}. ]Nobody else can use your turn, so there is no hurry.',
    button: 'Go in',
  },
  notDrawn: {
    title: 'Not drawn this time',
    sentence: '[You are number {number} on the reserve list. ]It moves up when winners do not buy.',
  },
};
