/** A "no" that a line or any page may get, in English. The rules of the sentences: ../refusal-words.ts */

export const lineRefusals = {
  invalid_request: { title: 'Something is missing', sentence: 'Please look at the marked fields.' },
  not_signed_in: { title: 'Please sign in', sentence: 'Sign in and go on where you were.' },
  not_allowed: {
    title: 'Not with this account',
    sentence: 'This account may not do that. Ask the organiser.',
  },
  secret_required: {
    title: 'This place belongs to another browser',
    sentence: 'It can only be used where the line was joined. You may join the line here.',
  },
  receipt_invalid: {
    title: 'This receipt does not fit here',
    sentence: 'It is for another sale or was changed. You may join the line anew.',
  },
  not_found: { title: 'Nothing here', sentence: 'Check the address, or see all sales.' },
  sale_not_open: { title: 'Not open yet', sentence: '[It opens on {time}. ]You may wait in the lobby.' },
  /** The page's own code: `sale_not_open` in a raffle. */
  registration_over: {
    title: 'Registration has ended',
    sentence:
      'Who takes part is fixed now. What winners do not buy goes to the reserve list of those who registered.',
  },
  too_large: { title: 'That is too much at once', sentence: 'Please send less.' },
  too_many_requests: {
    title: 'A little slower, please',
    sentence: '[Try again in {seconds} seconds. ]Your place is not affected.',
  },
  code_required: {
    title: 'This line needs a code',
    sentence: 'Type the code from your invitation. Capitals and dashes do not matter.',
  },
  code_invalid: {
    title: 'This code does not open this line',
    sentence: 'It may be mistyped, used up or ended. Look at your invitation again.',
  },
  proof_required: {
    title: 'One more check',
    sentence: 'We cannot tell people from programs right now. Please try again in a while.',
  },
  busy: {
    title: 'Very busy right now',
    sentence: 'Places and holds are safe. Please try again[ in {seconds} seconds].',
  },
  internal: {
    title: 'That was our fault',
    sentence: 'Nothing was charged twice. Try again[, or write to us with {code}].',
  },
  offline: {
    title: 'No connection',
    sentence: 'We could not reach the server. Nothing was lost. Try again.',
  },
};
