/** Why the line is paused and when there is more to say, in the languages of those who wait. */
import { spoken } from '../../language/language.ts';
import { steerWords } from './words.ts';

export interface PauseWish {
  readonly en: string;
  readonly ko: string;
  /** Minutes, as typed. */
  readonly newsIn: string;
}

export interface ReasonFieldsProps {
  readonly wish: PauseWish;
  readonly onWish: (wish: PauseWish) => void;
}

const lettersMax = 300;

export function ReasonFields({ wish, onWish }: ReasonFieldsProps) {
  const words = spoken(steerWords);
  const isMissing = wish.en.trim() === '' && wish.ko.trim() === '';
  return (
    <>
      <fieldset class="cols">
        <legend>{words.visitorReason}</legend>
        {(['en', 'ko'] as const).map((choice) => (
          <div class="field" key={choice}>
            <label for={`act-reason-${choice}`}>{choice === 'en' ? words.english : words.korean}</label>
            <input
              id={`act-reason-${choice}`}
              lang={choice}
              maxLength={lettersMax}
              required={isMissing}
              aria-describedby="act-reason-hint"
              value={wish[choice]}
              onInput={(event) => onWish({ ...wish, [choice]: event.currentTarget.value })}
            />
          </div>
        ))}
        <p class="hint" id="act-reason-hint">
          {isMissing ? words.reasonMissing : ''}
        </p>
      </fieldset>
      <div class="field">
        <label for="act-news">{words.newsIn}</label>
        <input
          id="act-news"
          inputMode="numeric"
          maxLength={4}
          value={wish.newsIn}
          onInput={(event) => onWish({ ...wish, newsIn: event.currentTarget.value.replace(/\D/g, '') })}
        />
      </div>
    </>
  );
}
