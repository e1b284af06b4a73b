/** Korean particles follow the sound of the word before: 발코니 B석이, 스탠딩이, 1층 가. */

const firstSyllable = 0xac00;
const lastSyllable = 0xd7a3;
const finals = 28;

/** The word with 이 or 가; with both where the last letter is not Korean. */
export function withSubjectParticle(word: string): string {
  const code = word.codePointAt(word.length - 1) ?? 0;
  if (code < firstSyllable || code > lastSyllable) return `${word}이(가)`;
  return `${word}${(code - firstSyllable) % finals === 0 ? '가' : '이'}`;
}
