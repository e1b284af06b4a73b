/**
 * What the page without JavaScript says of the draw (RCH-9, PAG-37): the fingerprint of the sealed number, what became of
 * the public randomness, and where everything is published. Pure.
 */
import type { DrawPublic, LinePoll, SaleMessage } from '../../domain/protocol.ts';
import { countWords, fillPlain, type PlainLanguage } from './plain-language.ts';
import type { PlainState } from './plain-states.ts';

export interface PlainDraw {
  readonly seedHash: string;
  readonly sentences: readonly string[];
  /** This visitor's index, once the proof has a part about it. */
  readonly provenIndex: number | null;
}

interface DrawWords {
  readonly sealed: string;
  readonly revealed: string;
  readonly index: string;
  readonly beacon: Readonly<Record<DrawPublic['beacon'], string>>;
}

const drawWords: Readonly<Record<PlainLanguage, DrawWords>> = {
  en: {
    sealed: 'The sealed number is opened as soon as the draw is done.',
    revealed: 'The sealed number is open now: every place can be recomputed.',
    index: 'Your index in the list is {index}.',
    beacon: {
      none: 'No public randomness is added here. Whoever knows the sealed number could foresee the places, so in this you have to trust the organiser.',
      awaited: 'Public randomness is added that appears only after the list is fixed.',
      mixed: 'Public randomness was added that nobody could know before the list was fixed.',
      missing: 'No public randomness came in time that could be believed, so the draw went without it.',
    },
  },
  ko: {
    sealed: '봉인된 숫자는 추첨이 끝나면 바로 공개해요.',
    revealed: '봉인된 숫자가 공개되어, 모든 순서를 다시 계산할 수 있어요.',
    index: '목록에서 내 번호는 {index}번이에요.',
    beacon: {
      none: '여기서는 공개 난수를 더하지 않아요. 비밀 숫자를 아는 사람은 순서를 미리 알 수 있으니, 이 점은 주최자를 믿어야 해요.',
      awaited: '목록이 확정된 뒤에만 나오는 공개 난수를 더해요.',
      mixed: '목록이 확정되기 전에는 아무도 알 수 없던 공개 난수를 더했어요.',
      missing: '믿을 수 있는 공개 난수가 제때 나오지 않아 없이 진행했어요.',
    },
  },
};

/** A draw is what becomes of them, or what has put them where they are. */
const drawn: readonly PlainState[] = ['outLobby', 'outRaffle', 'lobby', 'registered', 'won', 'notDrawn'];

export function drawOf(
  poll: LinePoll | null,
  { draw }: SaleMessage,
  state: PlainState,
  language: PlainLanguage,
): PlainDraw | null {
  const index = poll?.place.lobbyIndex;
  if (!draw || (index === undefined && !drawn.includes(state))) return null;
  const words = drawWords[language];
  const sentences = [
    words.beacon[draw.beacon],
    draw.isRevealed ? words.revealed : words.sealed,
    fillPlain(words.index, { index: index === undefined ? null : countWords(index, language) }),
  ];
  return {
    seedHash: draw.seedHash,
    sentences: sentences.filter((sentence) => sentence !== ''),
    provenIndex: draw.root === undefined ? null : (index ?? null),
  };
}
