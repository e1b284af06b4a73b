/** A "no" that only checkout, orders and staff may get, in English. The rules of the sentences: ../refusal-words.ts */

export const orderRefusals = {
  return_closed: {
    title: 'It cannot be given back now',
    sentence: 'The time for it is over, or the parcel has not arrived yet.',
  },
  return_settled: {
    title: 'This return is decided already',
    sentence: 'Look at the order again to see what was decided.',
  },
  tier_in_use: {
    title: 'It cannot be removed now',
    sentence:
      'People wait for this sale, or somebody holds or was promised one of them. You may lower its number instead.',
  },
  last_tier: {
    title: 'A sale keeps at least one variant',
    sentence: 'Add another one first, or delete the sale.',
  },
  account_flagged: {
    title: 'Your account is flagged',
    sentence: 'It cannot order here until that is settled. Your account’s page says why, and how to appeal.',
  },
  flag_settled: {
    title: 'This is decided already',
    sentence: 'Look at the page again to see what was decided.',
  },
  last_owner: {
    title: 'The house keeps at least one owner',
    sentence: 'Make somebody else an owner first.',
  },
  two_step_required: {
    title: 'Turn on two-step sign-in first',
    sentence: 'This house asks owners and operators for it. You find it under Staff.',
  },
  account_taken: {
    title: 'There is an account already',
    sentence: 'Another account has this address or phone number. Sign in with it instead.',
  },
  pass_required: {
    title: 'The line comes first',
    sentence: 'Join the line. We call you when it is your turn.',
  },
  pass_invalid: {
    title: 'This link is not yours',
    sentence: 'It belongs to another visitor or was changed. Your own place is untouched.',
  },
  pass_ended: {
    title: 'Your time to buy ended',
    sentence: '[It ran until {time}. ]What you paid for is yours. You may join the line again.',
  },
  sold_out: { title: '{tier} has just gone', sentence: 'Nothing was charged.[ Still left: {left}.]' },
  sold_out_partly: {
    title: 'Not that many of {tier} left',
    sentence: 'Nothing was charged.[ Still left: {left}.]',
  },
  sale_ended: {
    title: 'This sale has ended',
    sentence: 'Nothing can be bought any more. What you paid for is yours.',
  },
  limit_reached: {
    title: '{max} per person',
    sentence: 'With what you already hold or own, this would be more than {max}. Choose fewer.',
  },
  key_reused: {
    title: 'The order changed on the way',
    sentence: 'Your first order stands. Look at it before you order again.',
  },
  in_progress: {
    title: 'Still working on it',
    sentence: 'Your order is being placed. You need not press again.',
  },
  capacity_in_use: {
    title: 'More is held or sold already',
    sentence: 'The new number is below what is held and sold. Choose a higher one.',
  },
  order_not_payable: {
    title: 'This order waits for no payment',
    sentence: 'It was paid, given back or has ended. Look at the order.',
  },
  payment_not_taken: {
    title: 'This cannot be paid that way',
    sentence:
      'The payment service does not take such an amount. Pay another way, or give it back and order with fewer points.',
  },
  order_not_cancellable: {
    title: 'Too late to give it back here',
    sentence: 'Look at the order, or ask the organiser.',
  },
  ticket_not_transferable: {
    title: 'This ticket cannot be given away now',
    sentence: 'It was used, given back, or somebody has it or an offer of it already.',
  },
  transfer_ended: {
    title: 'This ticket is not on offer any more',
    sentence: 'It was taken back, used or refunded. Ask who offered it to you.',
  },
  category_taken: {
    title: 'This slug is taken',
    sentence: 'Another category has it. Choose a different one.',
  },
  category_in_use: {
    title: 'The category is not empty',
    sentence: 'Sales or other categories are filed under it. Move them first.',
  },
  sale_in_use: {
    title: 'Somebody is buying right now',
    sentence: 'An order of this sale is held or being paid. Close the sale and try again when it is settled.',
  },
  refund_too_large: {
    title: 'So much is not left to give back',
    sentence: 'Part of it went back already, or its ticket was used. Look at the order.',
  },
  nothing_to_replay: {
    title: 'Nothing to do again',
    sentence: 'It was done meanwhile, or whoever asked for it was answered. Look at the list again.',
  },
  not_enough_points: {
    title: 'You do not have so many points',
    sentence: 'Some may be in another order. Use fewer, or none. Nothing was charged.',
  },
  too_little_left: {
    title: 'Too little would be left to pay',
    sentence:
      'So small a payment is not taken. Use fewer points, or pay all of it with them. Nothing was charged.',
  },
  slug_taken: { title: 'This address is taken', sentence: 'Another sale has it. Choose a different one.' },
  hold_lapsed: {
    title: 'The hold has ended',
    sentence:
      'Your tickets went back[ at {time}]. If a payment still arrives, you get tickets or all your money back.',
  },
};
