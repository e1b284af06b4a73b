/**
 * The currencies that things may be sold in, and what an amount counts (PAY-29). Amounts are kept in minor units, and how
 * many of those make one is written here and nowhere else: browsers and versions of Node disagree about it.
 *
 * What Stripe takes is another matter (https://docs.stripe.com/currencies). It counts whole units in the currencies that never
 * had any smaller, and hundredths in all others, also in those that nobody divides any more: there an amount here stands for
 * a hundred there. Of currencies with thousandths Stripe takes tens alone, so hundredths are kept here.
 *
 * Plain text, so that a page that asks for less loads less.
 */

/** Stripe counts whole units as well. */
const whole = 'BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF';
/** Sold in whole units; Stripe counts hundredths, and of ISK and UGX takes only whole units so written. */
const wholeHere = 'AFN ALL COP HUF IDR ISK LAK LBP MMK PKR SOS UGX YER';
/** Stripe counts thousandths and wants the last digit to be 0. */
const thousandths = 'BHD JOD KWD OMR TND';
const hundredths =
  'AED AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BWP BYN BZD CAD CDF CHF CNY CRC CVE CZK DKK DOP ' +
  'DZD EGP ETB EUR FJD FKP GBP GEL GIP GMD GTQ GYD HKD HNL HTG ILS INR JMD KES KGS KHR KYD KZT LKR LRD LSL MAD MDL MKD ' +
  'MNT MOP MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PLN QAR RON RSD RUB SAR SBD SCR SEK SGD SHP ' +
  'SLE SRD STN SZL THB TJS TOP TRY TTD TWD TZS UAH USD UYU UZS WST XCD ZAR ZMW';

const isIn = (list: string, currency: string): boolean =>
  /^[A-Z]{3}$/.test(currency) && list.includes(currency);

/** Of three capital letters; any other text is none. */
export const isCurrency = (currency: string): boolean =>
  [whole, wholeHere, thousandths, hundredths].some((list) => isIn(list, currency));

/** How many digits an amount has after the point: 0 for KRW, 2 for EUR, and for what is in no list. */
export const minorDigitsOf = (currency: string): 0 | 2 =>
  isIn(whole, currency) || isIn(wholeHere, currency) ? 0 : 2;

/** How many minor units make one: 1 for KRW, 100 for EUR. */
export const minorUnitsOf = (currency: string): number => 10 ** minorDigitsOf(currency);

/** How many of Stripe's units one of ours is. */
export function stripeUnitsOf(currency: string): number {
  if (isIn(wholeHere, currency)) return 100;
  return isIn(thousandths, currency) ? 10 : 1;
}
