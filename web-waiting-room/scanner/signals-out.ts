/** What a door hears and feels: a high tone for in, two for already, a low one for no; and the same as vibration. */
import type { Verdict } from './decide.ts';

type Tone = readonly [hertz: number, afterMs: number, lengthMs: number];

const tones: Readonly<Record<Verdict['result'], readonly Tone[]>> = {
  in: [[880, 0, 120]],
  already: [
    [440, 0, 120],
    [440, 200, 120],
  ],
  void: [[180, 0, 400]],
  unknown: [[180, 0, 400]],
};
const shakes: Readonly<Record<Verdict['result'], number[]>> = {
  in: [80],
  already: [80, 80, 80],
  void: [400],
  unknown: [400],
};

let context: AudioContext | null = null;

/** Browsers let a page sound only after it was touched: call it from a press. */
export function allowSound(): void {
  context ??= typeof AudioContext === 'undefined' ? null : new AudioContext();
  void context?.resume();
}

export function soundOut(result: Verdict['result'], isSilent: boolean): void {
  navigator.vibrate?.(shakes[result]);
  if (isSilent || context === null) return;
  for (const [hertz, afterMs, lengthMs] of tones[result]) {
    const from = context.currentTime + afterMs / 1_000;
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = hertz;
    volume.gain.setValueAtTime(0.25, from);
    volume.gain.exponentialRampToValueAtTime(0.001, from + lengthMs / 1_000);
    tone.connect(volume).connect(context.destination);
    tone.start(from);
    tone.stop(from + lengthMs / 1_000);
  }
}
