/** The people of the house: one's own second step, and for who may, colleagues, flagged accounts and the journal. */
import { useState } from 'preact/hooks';
import { Password } from '../account/person.tsx';
import { SignIns } from '../account/sign-ins.tsx';
import { Mark } from '../frame/shop-bar.tsx';
import { spoken } from '../language/language.ts';
import { signedIn } from '../signing-in/signed-in.ts';
import { StaffWays } from '../staff/staff-bar.tsx';
import { TwoStepPanel } from '../staff/two-step/panel.tsx';
import { FlagsPanel } from './flags-panel.tsx';
import { InvitePanel } from './invite-panel.tsx';
import { JournalPanel } from './journal-panel.tsx';
import { PeoplePanel } from './people-panel.tsx';
import { staffWords } from './words.ts';

const skip = { en: 'Skip to content', ko: '본문으로 건너뛰기' };

export function StaffPage() {
  const words = spoken(staffWords);
  const role = signedIn.value?.staff?.role ?? 'door';
  /** Counts what was done here, so that lists and journal look again. */
  const [done, setDone] = useState(0);
  const note = () => setDone((before) => before + 1);
  document.title = `${words.title} · Usher`;
  return (
    <div class="ops">
      <a class="skip" href="#main">
        {spoken(skip)}
      </a>
      <header class="bar">
        <p class="brand row">
          <Mark /> {words.title}
        </p>
        <StaffWays here="staff" />
      </header>
      <main class="page single" id="main">
        <h1 class="h1">{words.title}</h1>
        <TwoStepPanel />
        <Password />
        <SignIns isPanel />
        {role === 'owner' && <PeoplePanel done={done} onDone={note} />}
        {role === 'owner' && <InvitePanel onDone={note} />}
        {role !== 'door' && <FlagsPanel mayJudge={role !== 'support'} onDone={note} />}
        {(role === 'owner' || role === 'operator') && <JournalPanel done={done} />}
      </main>
    </div>
  );
}
