/** All that an owner or operator sees until two-step sign-in is on, where the house requires it. */
import { spoken } from '../../language/language.ts';
import { renew } from '../../signing-in/signed-in.ts';
import { StaffHeader } from '../staff-header.tsx';
import { SetUp } from './set-up.tsx';
import { twoStepWords } from './words.ts';

export function TwoStepFirst() {
  const words = spoken(twoStepWords);
  document.title = `${words.title} · Usher`;
  return (
    <>
      <StaffHeader />
      <main class="page sign-in cols" id="main">
        <h1 class="h1">{words.first}</h1>
        <p>{words.firstSays}</p>
        <SetUp isOn={false} isAlone onDone={() => void renew()} />
      </main>
    </>
  );
}
