/**
 * The door (mockup: one answer at a time, then looking again). Whoever is signed in names the door once and works; without a
 * network the page opens too, where somebody has worked at this door on this device before.
 */
import { useEffect, useState } from 'preact/hooks';
import { keep, kept } from '../browser-storage/keep.ts';
import { LanguageSwitch } from '../frame/language-switch.tsx';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { count } from '../language/money.ts';
import { recallSignIn, signedIn, wasSignedIn } from '../signing-in/signed-in.ts';
import { SignInForm } from '../staff/sign-in-form.tsx';
import { TwoStepFirst } from '../staff/two-step/first.tsx';
import { AtDoor } from './at-door.tsx';
import { Doors } from './doors.tsx';
import { type OpenDoor, openDoor } from './open-door.ts';
import { allowSound } from './signals-out.ts';
import { scannerWords } from './words.ts';

const doorKey = 'usher.door';

export interface ScannerPageProps {
  readonly slug: string | null;
  /** All that the page needs is loaded: time to keep it for when there is no network. */
  readonly onReady: () => void;
}

export function ScannerPage({ slug, onReady }: ScannerPageProps) {
  const words = spoken(scannerWords);
  useEffect(() => void recallSignIn(), []);
  const who = signedIn.value;
  document.title = `${words.title} · Usher`;
  // Nobody can be asked without a network: whoever was in before stays at the door.
  const isUnknown = who === undefined && wasSignedIn();
  if (who?.staff?.mustTurnOnTwoStep === 'now') return <TwoStepFirst />;
  if (!who?.staff && !isUnknown) return who === undefined ? <p class="page quiet">…</p> : <SignInForm />;
  return slug === null ? <Doors /> : <Door slug={slug} onReady={onReady} />;
}

function Door({ slug, onReady }: { readonly slug: string; readonly onReady: () => void }) {
  const words = spoken(scannerWords);
  const [open, setOpen] = useState<OpenDoor | null>(null);
  const isIn = signedIn.value?.staff !== undefined;
  useEffect(() => () => open?.close(), [open]);
  useEffect(() => {
    if (open && isIn) void open.begin();
  }, [open, isIn]);
  return (
    <div class="door">
      <header class="bar">
        <p class="brand">{open?.door ?? words.title}</p>
        {open && <Live open={open} />}
        <a href="/scanner">{words.leave}</a>
      </header>
      {open ? (
        <AtDoor open={open} onReady={onReady} />
      ) : (
        <NameDoor onNamed={(door) => void openDoor(slug, door).then(setOpen)} />
      )}
    </div>
  );
}

function Live({ open }: { readonly open: OpenDoor }) {
  const words = spoken(scannerWords);
  const n = open.unsent.value === 0 ? null : count(open.unsent.value, language.value);
  const isOn = open.isConnected.value;
  const text = isOn ? (n ? words.sending : words.connected) : n ? words.away : words.awayNone;
  return <p class={`live${isOn ? '' : ' off'}`}>{fill(text, { n })}</p>;
}

function NameDoor({ onNamed }: { readonly onNamed: (door: string) => void }) {
  const words = spoken(scannerWords);
  const [door, setDoor] = useState(kept(doorKey) ?? '');
  return (
    <main id="main">
      <h1 class="h1">{words.which}</h1>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          allowSound();
          // A name of one line, as the server takes it.
          const name = door.replace(/\p{Cc}/gu, ' ').trim();
          keep(doorKey, name);
          onNamed(name);
        }}
      >
        <div class="field">
          <label for="door">{words.whichHint}</label>
          <input
            id="door"
            required
            maxLength={60}
            pattern=".*\S.*"
            autoComplete="off"
            placeholder={words.whichExample}
            value={door}
            onInput={(event) => setDoor(event.currentTarget.value)}
          />
        </div>
        <button type="submit" class="btn btn-go wide">
          {words.start}
        </button>
      </form>
      <LanguageSwitch />
    </main>
  );
}
