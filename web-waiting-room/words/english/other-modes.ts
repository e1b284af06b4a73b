/** What the board says in a raffle, and where there is no line, in English. The rules of the sentences: ../line-words.ts */
import type { OtherWords } from '../line-words.ts';

export const otherModes: OtherWords = {
  withdrawn: {
    title: 'You are not in the draw',
    sentence: 'You withdrew[ at {time}]. You may register again until registration ends.',
    button: 'Register again',
  },
  registered: {
    title: 'You are in the draw',
    sentence: '[Registration ends at {time}. ]It makes no difference when you registered. {news}',
    button: 'Tell me by email',
  },
  drawn: {
    title: 'You are drawn',
    sentence: '[You can buy until {time}. ]Nobody else can use your turn, so there is no hurry.',
    button: 'Go in',
  },
  notDrawn: {
    title: 'Not drawn this time',
    sentence: '[You are number {number} on the reserve list. ]It moves up when winners do not buy.[ {news}]',
    button: 'Check the draw',
  },
  noLineYet: {
    title: 'No line here',
    sentence:
      '[It opens at {time}. ]Nobody has to wait then: this page takes you in by itself. Coming early gains nothing, so you may close it and come back.',
    button: 'Remind me before it opens',
  },
  noLinePaused: {
    title: 'The sale is paused',
    sentence:
      '[{reason} ]Nobody is let in meanwhile.[ More by {time}.] There is no line: when it goes on, this page takes you in.',
    button: 'Tell me when it goes on',
  },
  noLineSoldOut: {
    title: 'Sold out',
    sentence: 'The last ticket was paid for. If one comes back, this page takes you in.',
    button: 'See other sales',
  },
  noLineOver: {
    title: 'You are no longer inside',
    sentence: 'What you paid for is yours. While the sale is open you may go in again, without waiting.',
    button: 'Go in again',
  },
};
