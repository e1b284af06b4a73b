/** What each kind of flag says, on the staff's page of orders and in the journals. */
import type { FlagKind } from '../../domain/order-flag.ts';
import type { InLanguages } from '../language/choose-language.ts';

export const flagWords: InLanguages<Readonly<Record<FlagKind, string>>> = {
  en: {
    dispute_opened: 'The buyer disputes the payment',
    dispute_won: 'A dispute was won',
    dispute_lost: 'A dispute was lost',
    refunded_at_provider: 'Given back at the provider, not here',
    refund_refused: 'The provider refused a refund',
    refund_failed: 'A refund failed and the money came back',
    stray_money: 'Money that belongs to no order',
    command_refused: 'It could not go on by itself',
    mail_bounced: 'A letter bounced',
    mail_given_up: 'A letter was given up',
  },
  ko: {
    dispute_opened: '구매자가 결제에 이의를 제기했어요',
    dispute_won: '이의 제기에서 이겼어요',
    dispute_lost: '이의 제기에서 졌어요',
    refunded_at_provider: '여기가 아니라 결제사에서 환불됐어요',
    refund_refused: '결제사가 환불을 거절했어요',
    refund_failed: '환불이 실패해 돈이 되돌아왔어요',
    stray_money: '어느 주문에도 속하지 않는 돈이에요',
    command_refused: '저절로 처리되지 못했어요',
    mail_bounced: '메일이 반송됐어요',
    mail_given_up: '메일 보내기를 포기했어요',
  },
};
