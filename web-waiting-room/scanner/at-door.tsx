/** At work: the verdict, the eye, the typed code, who is inside, and whatever turned out later. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { keep, kept } from '../browser-storage/keep.ts';
import { LanguageSwitch } from '../frame/language-switch.tsx';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { count } from '../language/money.ts';
import { msOf, timeOfDay } from '../language/time.ts';
import { Eye } from './eye.tsx';
import type { OpenDoor } from './open-door.ts';
import { soundOut } from './signals-out.ts';
import type { Twice } from './told-twice.ts';
import { Undo } from './undo.tsx';
import { Verdict } from './verdict.tsx';
import { scannerWords } from './words.ts';

const soundKey = 'usher.door.sound';

export function AtDoor({ open, onReady }: { readonly open: OpenDoor; readonly onReady: () => void }) {
  const words = spoken(scannerWords);
  const [isSilent, setSilent] = useState(kept(soundKey) === 'off');
  const [isUndoing, setUndoing] = useState(false);
  const said = open.said.value;
  const heard = useRef<string | null>(null);
  useEffect(() => {
    if (said === null || said.scanId === heard.current) return;
    heard.current = said.scanId;
    soundOut(said.result, isSilent);
  }, [said]);
  useEffect(() => holdAwake(), []);
  const counts = open.counts.value;
  const listMs = msOf(open.listAt.value);
  return (
    <main id="main">
      <h1 class="sr">
        {words.title}: {open.title.value}
      </h1>
      <Trouble code={open.refusal.value} />
      <Verdict said={said} />
      <Eye onCode={open.take} onReady={onReady} />
      <TypedCode open={open} />
      {open.twice.value.map((one) => (
        <Conflict key={one.id} one={one} onRead={() => open.readIt(one.id)} />
      ))}
      <div class="row small">
        {counts && (
          <p>
            {fill(words.inside, {
              inside: count(counts.inside, language.value),
              all: count(counts.inside + counts.awaited, language.value),
            })}
          </p>
        )}
        <p>
          {listMs === null ? words.noList : fill(words.list, { time: timeOfDay(listMs, language.value) })}
        </p>
        <button
          type="button"
          class="tap"
          aria-pressed={!isSilent}
          onClick={() => {
            keep(soundKey, isSilent ? 'on' : 'off');
            setSilent(!isSilent);
          }}
        >
          {words.sound}: {isSilent ? words.off : words.on}
        </button>
        {said?.result === 'in' && (
          <button type="button" class="tap" onClick={() => setUndoing(true)}>
            {words.undo}
          </button>
        )}
        <LanguageSwitch />
      </div>
      {isUndoing && <Undo onUndo={open.undo} onEnd={() => setUndoing(false)} />}
    </main>
  );
}

function TypedCode({ open }: { readonly open: OpenDoor }) {
  const words = spoken(scannerWords);
  const [code, setCode] = useState('');
  return (
    <form
      class="inline"
      onSubmit={(event) => {
        event.preventDefault();
        void open.scan(code).then(() => setCode(''));
      }}
    >
      <div class="field">
        <label for="code">{words.type}</label>
        <input
          id="code"
          name="code"
          autoComplete="off"
          autoCapitalize="characters"
          spellcheck={false}
          placeholder="HB27-4TQK-9MX2"
          maxLength={2_000}
          value={code}
          onInput={(event) => setCode(event.currentTarget.value)}
        />
      </div>
      <button type="submit" class="btn" disabled={open.isBusy.value}>
        {words.check}
      </button>
    </form>
  );
}

function Conflict({ one, onRead }: { readonly one: Twice; readonly onRead: () => void }) {
  const words = spoken(scannerWords);
  const time = (iso: string) => {
    const ms = msOf(iso);
    return ms === null ? null : timeOfDay(ms, language.value);
  };
  const facts = { here: time(one.scannedAt), time: time(one.at), door: one.door };
  return (
    <div class="conflict" role="alert">
      <p>{fill(one.why === 'twice' ? words.twice : words.voidLater, facts)}</p>
      <button type="button" class="btn" onClick={onRead}>
        {words.read}
      </button>
    </div>
  );
}

function Trouble({ code }: { readonly code: string | null }) {
  const words = spoken(scannerWords);
  const texts: Readonly<Record<string, string>> = {
    not_allowed: words.notAllowed,
    not_found: words.noSale,
    offline: words.noVerdict,
  };
  const text = code === null ? undefined : texts[code];
  return text === undefined ? null : (
    <p class="conflict" role="alert">
      {text}
    </p>
  );
}

/** A screen that sleeps between two visitors holds up the second. Browsers that cannot keep it awake do not. */
function holdAwake(): () => void {
  let lock: { release(): Promise<void> } | null = null;
  const hold = () => {
    if (document.hidden) return;
    navigator.wakeLock?.request('screen').then(
      (held) => {
        lock = held;
      },
      () => {}, // Low battery, or not allowed: the screen sleeps as it always did.
    );
  };
  hold();
  document.addEventListener('visibilitychange', hold);
  return () => {
    document.removeEventListener('visibilitychange', hold);
    void lock?.release();
  };
}
