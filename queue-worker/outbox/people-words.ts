/** What the letters to staff and to flagged accounts say, in both languages. */
import type { LetterWords } from './letter.ts';

export const peopleLetters = [
  'staff_invitation',
  'staff_withdrawn',
  'two_step_reset',
  'account_flagged',
  'appeal_received',
  'flag_kept',
  'flag_lifted',
] as const;
export type PeopleLetter = (typeof peopleLetters)[number];

type Facts = Readonly<Record<string, string>>;
type Words = Record<PeopleLetter, (facts: Facts, home: string) => LetterWords>;

const account = (home: string) => `${home}/account`;
/** The code stands behind the #, which no server and no log ever sees. */
const joinUrl = (home: string, { invitation = '', code = '' }: Facts) =>
  `${home}/staff/join#${new URLSearchParams({ invitation, code })}`;

const roles = {
  en: { owner: 'owner', operator: 'operator', support: 'support', door: 'door' },
  ko: { owner: '소유자', operator: '운영자', support: '고객 지원', door: '입장 담당' },
} as const;
const roleIn = (language: 'en' | 'ko', role = ''): string =>
  roles[language][role as keyof (typeof roles)['en']] ?? role;

export const peopleWords: Readonly<Record<'en' | 'ko', Words>> = {
  en: {
    staff_invitation: (facts, home) => ({
      subject: 'You are invited to the staff',
      headline: 'You are invited to the staff',
      sentences: [
        `${facts.by} invites you as ${roleIn('en', facts.role)}. Open the link within three days and set a password.`,
        'If you did not expect this, you need not do anything.',
      ],
      link: { label: 'Join', url: joinUrl(home, facts) },
    }),
    staff_withdrawn: () => ({
      subject: 'You are no longer on the staff',
      headline: 'You are no longer on the staff',
      sentences: [
        'Your access has ended, and you were signed out everywhere. If that is a mistake, ask an owner.',
      ],
    }),
    two_step_reset: (_facts, home) => ({
      subject: 'Two-step sign-in was taken off',
      headline: 'Two-step sign-in was taken off',
      sentences: [
        'An owner took it off for you, and you were signed out everywhere. Sign in with your password and turn it on again.',
        'If you did not ask for it, tell an owner at once.',
      ],
      link: { label: 'Sign in', url: `${home}/staff` },
    }),
    account_flagged: ({ reason = '' }, home) => ({
      subject: 'Your account was flagged',
      headline: 'Your account was flagged',
      sentences: [
        `The reason: ${reason}`,
        'Until this is settled you cannot order in sales that are for accounts. Orders you have stay as they are.',
        'If you think this is wrong, say so on your account’s page: a person reads it and answers.',
      ],
      link: { label: 'To your account', url: account(home) },
    }),
    appeal_received: (_facts, home) => ({
      subject: 'We have your appeal',
      headline: 'We have your appeal',
      sentences: ['A person will read it, and a letter will tell you what was decided.'],
      link: { label: 'To your account', url: account(home) },
    }),
    flag_kept: ({ answer = '' }, home) => ({
      subject: 'Your appeal was read: the flag stays',
      headline: 'Your appeal was read: the flag stays',
      sentences: [`The answer: ${answer}`],
      link: { label: 'To your account', url: account(home) },
    }),
    flag_lifted: ({ answer = '' }, home) => ({
      subject: 'Your account is flagged no longer',
      headline: 'Your account is flagged no longer',
      sentences: [`The answer: ${answer}`, 'You can order everywhere again.'],
      link: { label: 'To your account', url: account(home) },
    }),
  },
  ko: {
    staff_invitation: (facts, home) => ({
      subject: '운영진으로 초대받으셨어요',
      headline: '운영진으로 초대받으셨어요',
      sentences: [
        `${facts.by} 님이 ${roleIn('ko', facts.role)}(으)로 초대했어요. 3일 안에 링크를 열고 비밀번호를 정해 주세요.`,
        '모르는 초대라면 그대로 두셔도 돼요.',
      ],
      link: { label: '참여하기', url: joinUrl(home, facts) },
    }),
    staff_withdrawn: () => ({
      subject: '운영진 권한이 끝났어요',
      headline: '운영진 권한이 끝났어요',
      sentences: ['모든 기기에서 로그아웃되었어요. 잘못된 일이라면 소유자에게 문의해 주세요.'],
    }),
    two_step_reset: (_facts, home) => ({
      subject: '2단계 로그인이 해제되었어요',
      headline: '2단계 로그인이 해제되었어요',
      sentences: [
        '소유자가 해제했고 모든 기기에서 로그아웃되었어요. 비밀번호로 로그인한 뒤 다시 켜 주세요.',
        '요청하지 않으셨다면 바로 소유자에게 알려 주세요.',
      ],
      link: { label: '로그인', url: `${home}/staff` },
    }),
    account_flagged: ({ reason = '' }, home) => ({
      subject: '계정에 제한 표시가 붙었어요',
      headline: '계정에 제한 표시가 붙었어요',
      sentences: [
        `이유: ${reason}`,
        '해결될 때까지 계정 전용 판매에서는 주문할 수 없어요. 이미 한 주문은 그대로예요.',
        '잘못된 일이라면 계정 화면에서 이의를 제기해 주세요. 사람이 읽고 답해 드려요.',
      ],
      link: { label: '내 계정', url: account(home) },
    }),
    appeal_received: (_facts, home) => ({
      subject: '이의 제기를 받았어요',
      headline: '이의 제기를 받았어요',
      sentences: ['사람이 직접 읽고, 결정되면 메일로 알려 드려요.'],
      link: { label: '내 계정', url: account(home) },
    }),
    flag_kept: ({ answer = '' }, home) => ({
      subject: '이의 제기를 검토했고 제한은 유지돼요',
      headline: '이의 제기를 검토했고 제한은 유지돼요',
      sentences: [`답변: ${answer}`],
      link: { label: '내 계정', url: account(home) },
    }),
    flag_lifted: ({ answer = '' }, home) => ({
      subject: '계정 제한이 풀렸어요',
      headline: '계정 제한이 풀렸어요',
      sentences: [`답변: ${answer}`, '이제 어디에서나 주문할 수 있어요.'],
      link: { label: '내 계정', url: account(home) },
    }),
  },
};
