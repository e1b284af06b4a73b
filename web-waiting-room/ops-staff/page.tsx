/** The people of the house: one's own second step, and for who may, colleagues, flagged accounts and the journal. */
import { useState } from 'preact/hooks';
import { Password } from '../account/person.tsx';
import { SignIns } from '../account/sign-ins.tsx';
import { spoken } from '../language/language.ts';
import { signedIn } from '../signing-in/signed-in.ts';
import { StaffFrame } from '../staff/staff-frame.tsx';
import { TwoStepPanel } from '../staff/two-step/panel.tsx';
import { FlagsPanel } from './flags-panel.tsx';
import { InvitePanel } from './invite-panel.tsx';
import { JournalPanel } from './journal-panel.tsx';
import { PeoplePanel } from './people-panel.tsx';
import { staffWords } from './words.ts';

export function StaffPage() {
  const words = spoken(staffWords);
  const role = signedIn.value?.staff?.role ?? 'door';
  /** Counts what was done here, so that lists and journal look again. */
  const [done, setDone] = useState(0);
  const note = () => setDone((before) => before + 1);
  document.title = `${words.title} · Usher`;
  return (
    <StaffFrame area={words.title} here="staff">
      <h1 class="h1">{words.title}</h1>
      <TwoStepPanel />
      <Password />
      <SignIns isPanel />
      {role === 'owner' && <PeoplePanel done={done} onDone={note} />}
      {role === 'owner' && <InvitePanel onDone={note} />}
      {role !== 'door' && <FlagsPanel mayJudge={role !== 'support'} onDone={note} />}
      {(role === 'owner' || role === 'operator') && <JournalPanel done={done} />}
    </StaffFrame>
  );
}
