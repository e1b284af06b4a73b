/** Letters about an account: codes, and what to know where an address has one already, or none (ACT-2). */
import { z } from 'zod';
import { openText } from '../../runtime/seal.ts';
import { type LetterWords, type LetterWriter, writeLetter } from './letter.ts';

const payloadShape = z.object({
  kind: z.enum([
    ...([
      'signup_code',
      'account_exists',
      'welcome',
      'reset_code',
      'no_account',
      'password_changed',
      'account_deleted',
    ] as const),
    ...(['staff_reset_code', 'no_staff', 'staff_password_changed'] as const),
  ]),
  language: z.enum(['ko', 'en']),
  sealed: z.string(),
});
const contentShape = z.object({ email: z.string(), code: z.string().optional() });
type Kind = z.output<typeof payloadShape>['kind'];

export const accountWords: Readonly<
  Record<'ko' | 'en', Record<Kind, (code: string, home: string) => LetterWords>>
> = {
  en: {
    signup_code: (code) => ({
      subject: 'Your code to sign up',
      headline: 'Your code to sign up',
      sentences: ['Type it within ten minutes. If you did not ask for it, you need not do anything.'],
      code,
    }),
    account_exists: (_code, home) => ({
      subject: 'You have an account already',
      headline: 'You have an account already',
      sentences: [
        'Somebody, probably you, wanted to sign up with this address. Sign in instead; there you can also set a new password.',
      ],
      link: { label: 'Sign in', url: `${home}/account` },
    }),
    welcome: (_code, home) => ({
      subject: 'Welcome to Usher',
      headline: 'Welcome to Usher',
      sentences: [
        'Your account is ready. Your orders and tickets, addresses and sign-ins are on its page.',
        'If you did not sign up, set a new password there: then nobody else can use it.',
      ],
      link: { label: 'To your account', url: `${home}/account` },
    }),
    reset_code: (code) => ({
      subject: 'Your code for a new password',
      headline: 'Your code for a new password',
      sentences: [
        'Type it within ten minutes. If you did not ask for it, you need not do anything: your password stays.',
      ],
      code,
    }),
    no_account: (_code, home) => ({
      subject: 'There is no account with this address',
      headline: 'There is no account with this address',
      sentences: [
        'Somebody, probably you, asked for a new password. You may have signed up with another address.',
      ],
      link: { label: 'Sign up', url: `${home}/account` },
    }),
    password_changed: (_code, home) => ({
      subject: 'Your password was changed',
      headline: 'Your password was changed',
      sentences: ['You were signed out everywhere. If it was not you, set a new password at once.'],
      link: { label: 'To your account', url: `${home}/account` },
    }),
    account_deleted: () => ({
      subject: 'Your account is deleted',
      headline: 'Your account is deleted',
      sentences: [
        'You are signed out everywhere, and what named you is erased. Orders that were paid keep their contact, because the law asks for it; the links in their letters still open them.',
        'Your address is free again. If it was not you, tell the organiser; an account that is deleted cannot be brought back.',
      ],
    }),
    staff_reset_code: (code) => ({
      subject: 'Your code for a new password as staff',
      headline: 'Your code for a new password as staff',
      sentences: [
        'Type it within ten minutes. Two-step sign-in stays as it is. If you did not ask for it, you need not do anything: your password stays.',
      ],
      code,
    }),
    no_staff: () => ({
      subject: 'No member of staff has this address',
      headline: 'No member of staff has this address',
      sentences: [
        'Somebody, probably you, asked for a new password as staff. You may have been invited at another address, or an owner has to invite you again.',
      ],
    }),
    staff_password_changed: (_code, home) => ({
      subject: 'Your password as staff was changed',
      headline: 'Your password as staff was changed',
      sentences: [
        'You were signed out everywhere. If it was not you, set a new password at once and tell an owner.',
      ],
      link: { label: 'To the staff’s page', url: `${home}/staff` },
    }),
  },
  ko: {
    signup_code: (code) => ({
      subject: '가입 코드예요',
      headline: '가입 코드예요',
      sentences: ['10분 안에 입력해 주세요. 요청하지 않으셨다면 그대로 두셔도 돼요.'],
      code,
    }),
    account_exists: (_code, home) => ({
      subject: '이미 계정이 있어요',
      headline: '이미 계정이 있어요',
      sentences: [
        '이 주소로 가입하려는 요청이 있었어요. 로그인해 주세요. 비밀번호도 그곳에서 새로 정할 수 있어요.',
      ],
      link: { label: '로그인', url: `${home}/account` },
    }),
    welcome: (_code, home) => ({
      subject: 'Usher에 오신 것을 환영해요',
      headline: '가입이 끝났어요',
      sentences: [
        '계정이 준비됐어요. 주문과 표, 주소, 로그인 기록을 계정 페이지에서 볼 수 있어요.',
        '직접 가입하지 않으셨다면 그곳에서 새 비밀번호를 정해 주세요. 그러면 다른 사람이 쓸 수 없어요.',
      ],
      link: { label: '내 계정으로', url: `${home}/account` },
    }),
    reset_code: (code) => ({
      subject: '새 비밀번호를 위한 코드예요',
      headline: '새 비밀번호를 위한 코드예요',
      sentences: ['10분 안에 입력해 주세요. 요청하지 않으셨다면 그대로 두세요. 비밀번호는 바뀌지 않아요.'],
      code,
    }),
    no_account: (_code, home) => ({
      subject: '이 주소로 된 계정이 없어요',
      headline: '이 주소로 된 계정이 없어요',
      sentences: [
        '새 비밀번호를 요청하셨지만 이 주소로 가입한 기록이 없어요. 다른 주소로 가입하셨을 수 있어요.',
      ],
      link: { label: '가입하기', url: `${home}/account` },
    }),
    password_changed: (_code, home) => ({
      subject: '비밀번호가 바뀌었어요',
      headline: '비밀번호가 바뀌었어요',
      sentences: ['모든 기기에서 로그아웃됐어요. 직접 바꾸지 않으셨다면 바로 새 비밀번호를 정해 주세요.'],
      link: { label: '내 계정으로', url: `${home}/account` },
    }),
    account_deleted: () => ({
      subject: '계정이 삭제됐어요',
      headline: '계정이 삭제됐어요',
      sentences: [
        '모든 기기에서 로그아웃됐고, 개인 정보는 지워졌어요. 결제된 주문의 연락처는 법에 따라 남고, 보내 드린 편지의 링크로 계속 볼 수 있어요.',
        '이 주소로 다시 가입할 수 있어요. 직접 삭제하지 않으셨다면 주최자에게 알려 주세요. 삭제된 계정은 되살릴 수 없어요.',
      ],
    }),
    staff_reset_code: (code) => ({
      subject: '운영진 비밀번호를 새로 정하는 코드예요',
      headline: '운영진 비밀번호를 새로 정하는 코드예요',
      sentences: [
        '10분 안에 입력해 주세요. 2단계 로그인은 그대로예요. 요청하지 않으셨다면 그대로 두세요. 비밀번호는 바뀌지 않아요.',
      ],
      code,
    }),
    no_staff: () => ({
      subject: '이 주소로 된 운영진이 없어요',
      headline: '이 주소로 된 운영진이 없어요',
      sentences: [
        '운영진의 새 비밀번호를 요청하셨지만 이 주소로 된 운영진이 없어요. 다른 주소로 초대받으셨거나, 소유자가 다시 초대해야 할 수 있어요.',
      ],
    }),
    staff_password_changed: (_code, home) => ({
      subject: '운영진 비밀번호가 바뀌었어요',
      headline: '운영진 비밀번호가 바뀌었어요',
      sentences: [
        '모든 기기에서 로그아웃됐어요. 직접 바꾸지 않으셨다면 바로 새 비밀번호를 정하고 소유자에게 알려 주세요.',
      ],
      link: { label: '운영진 페이지로', url: `${home}/staff` },
    }),
  },
};

const accountLetter: LetterWriter = async ({ ring, publicUrl }, row) => {
  const { kind, language, sealed } = payloadShape.parse(row.payload);
  const { email, code = '' } = contentShape.parse(JSON.parse(openText(ring, sealed, `letter:${kind}`)));
  return {
    to: { name: '', address: email },
    ...writeLetter(language, accountWords[language][kind](code, publicUrl)),
  };
};

export const accountLetters: Readonly<Record<Kind, LetterWriter>> = {
  signup_code: accountLetter,
  account_exists: accountLetter,
  welcome: accountLetter,
  reset_code: accountLetter,
  no_account: accountLetter,
  password_changed: accountLetter,
  account_deleted: accountLetter,
  staff_reset_code: accountLetter,
  no_staff: accountLetter,
  staff_password_changed: accountLetter,
};
