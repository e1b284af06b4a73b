/**
 * What a payment provider's page offers, by the names that buyers know (PAY-21). They are labels: which of them appears is
 * decided at the provider, and no card and no account number ever comes near us.
 */
export const paymentBrands = {
  card: { ko: '신용·체크카드', en: 'Credit or debit card' },
  kb: { ko: 'KB국민', en: 'KB Kookmin' },
  kakao_pay: { ko: '카카오페이', en: 'KakaoPay' },
  naver_pay: { ko: '네이버페이', en: 'Naver Pay' },
  hana: { ko: '하나(KEB)', en: 'Hana (KEB)' },
  ibk: { ko: 'IBK기업', en: 'IBK' },
  nh: { ko: 'NH농협', en: 'NH NongHyup' },
  samsung_pay: { ko: '삼성페이', en: 'Samsung Pay' },
  payco: { ko: '페이코', en: 'PAYCO' },
} as const;

export type PaymentBrand = keyof typeof paymentBrands;

export const isPaymentBrand = (name: string): name is PaymentBrand => Object.hasOwn(paymentBrands, name);
