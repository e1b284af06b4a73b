/** A number to type, or to step with a button on either side. */
import { fill } from '../../language/fill.ts';
import { spoken } from '../../language/language.ts';
import { steerWords } from './words.ts';

export interface NumberStepperProps {
  readonly id: string;
  readonly label: string;
  readonly value: number;
  readonly onNumber: (value: number) => void;
}

/** About a tenth, in round numbers: the same few presses steer a small sale and a large one. */
export const stepOf = (value: number): number =>
  value < 20 ? 1 : value < 200 ? 10 : value < 2_000 ? 50 : 500;

export function NumberStepper({ id, label, value, onNumber }: NumberStepperProps) {
  const words = spoken(steerWords);
  const step = stepOf(value);
  const set = (wish: number) => onNumber(Math.max(1, Math.trunc(wish) || 1));
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="step">
        <button
          class="btn"
          type="button"
          aria-label={fill(words.fewer, { n: step, what: label })}
          onClick={() => set(value - step)}
        >
          −
        </button>
        <input
          id={id}
          inputMode="numeric"
          maxLength={7}
          value={value}
          onInput={(event) => {
            const digits = event.currentTarget.value.replace(/\D/g, '');
            if (digits !== '') set(Number(digits));
          }}
        />
        <button
          class="btn"
          type="button"
          aria-label={fill(words.more, { n: step, what: label })}
          onClick={() => set(value + step)}
        >
          +
        </button>
      </div>
    </div>
  );
}
