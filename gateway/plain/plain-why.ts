/** Why somebody is asked for a check, as the page without JavaScript says it (ACC-20). */
import type { CheckReason } from '../../domain/protocol.ts';
import type { PlainLanguage } from './plain-language.ts';

const because = 'so we cannot tell people from programs.';

export const plainWhy: Readonly<Record<PlainLanguage, Readonly<Record<CheckReason, string>>>> = {
  en: {
    address: `Many joins came from your network, ${because}`,
    network: `Many joins came from internet addresses next to yours, ${because}`,
    device: `Many joins came from this browser, ${because}`,
    account: `Many joins came with your account, ${because}`,
    codes: 'Many wrong codes came from your network, so each try needs a check first.',
    pattern: 'This join looked like a program’s, and we may be wrong.',
  },
  ko: {
    address: '같은 네트워크에서 접속이 많아 사람인지 확인이 필요해요.',
    network: '가까운 인터넷 주소들에서 접속이 많아 사람인지 확인이 필요해요.',
    device: '이 브라우저에서 접속이 많아 사람인지 확인이 필요해요.',
    account: '이 계정으로 줄을 여러 번 서서 사람인지 확인이 필요해요.',
    codes: '같은 네트워크에서 틀린 코드가 많이 입력돼 입력할 때마다 확인이 필요해요.',
    pattern: '줄을 선 방식이 프로그램과 비슷해 확인이 필요해요. 저희가 틀렸을 수도 있어요.',
  },
};
