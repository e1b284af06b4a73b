/**
 * Sound, message and vibration: what reaches a visitor who looks elsewhere. All of it only after the visitor asked
 * with a press of a button, which is also what browsers demand before they make a sound or show a message.
 */
import type { Language } from '../language/choose-language.ts';
import { fill } from '../language/fill.ts';
import { timeOfDayExactly } from '../language/time.ts';
import type { Alert } from './alerts.ts';
import { noticeWords } from './notice-words.ts';

let audio: AudioContext | null = null;

/** Unlocks the sound; call it inside the handler of a press. */
export function allowSound(): void {
  if (typeof AudioContext === 'undefined') return;
  audio ??= new AudioContext();
  void audio.resume();
}

export const isSoundAllowed = (): boolean => audio !== null;

/** Two soft strokes of a bell, a third apart; `times` rounds of it. */
export function ring(times: number): void {
  if (!audio) return;
  for (let round = 0; round < times; round++) {
    stroke(audio, 659.3, audio.currentTime + round * 2);
    stroke(audio, 523.3, audio.currentTime + round * 2 + 0.35);
  }
}

function stroke(context: AudioContext, hertz: number, atSeconds: number): void {
  const tone = context.createOscillator();
  const loudness = context.createGain();
  tone.type = 'sine';
  tone.frequency.value = hertz;
  loudness.gain.setValueAtTime(0.0001, atSeconds);
  loudness.gain.exponentialRampToValueAtTime(0.3, atSeconds + 0.02);
  loudness.gain.exponentialRampToValueAtTime(0.0001, atSeconds + 1.2);
  tone.connect(loudness).connect(context.destination);
  tone.start(atSeconds);
  tone.stop(atSeconds + 1.25);
}

/** Asks the browser for the right to show messages; false where it is refused or unknown. */
export async function allowMessages(): Promise<boolean> {
  if (typeof Notification === 'undefined') return false;
  if (Notification.permission === 'default') return (await Notification.requestPermission()) === 'granted';
  return Notification.permission === 'granted';
}

/** What is worth saying, of which sale, and until when there is time to come. */
export interface Message {
  readonly alert: Alert;
  readonly sale: string;
  readonly byMs: number | null;
}

export function showMessage({ alert, sale, byMs }: Message, language: Language): void {
  if (typeof Notification === 'undefined' || Notification.permission !== 'granted') return;
  const words = noticeWords[language][alert];
  const title = fill(words.title, { sale });
  const body = fill(words.text, { time: byMs === null ? null : timeOfDayExactly(byMs, language) });
  try {
    const message = new Notification(title, { body, tag: 'usher' });
    message.onclick = () => {
      window.focus();
      message.close();
    };
  } catch (error) {
    // Some phones allow messages from service workers alone; sound and title still call.
    if (!(error instanceof TypeError)) throw error;
  }
}

export function vibrate(): void {
  // Not on every device, and false where the visitor has not touched the page yet.
  navigator.vibrate?.([200, 100, 200]);
}
