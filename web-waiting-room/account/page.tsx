/**
 * The account of a buyer: the way in, and once inside orders, what names the person, sign-ins, and the way out. Whoever was
 * sent here by another page goes back there once signed in.
 */
import { useEffect } from 'preact/hooks';
import { ShopBar } from '../frame/shop-bar.tsx';
import { ShopFoot } from '../frame/shop-foot.tsx';
import { spoken } from '../language/language.ts';
import { recallSignIn, signedIn } from '../signing-in/signed-in.ts';
import { Addresses } from './addresses.tsx';
import { FlagPart } from './flag.tsx';
import { Leaving } from './leaving.tsx';
import { Orders } from './orders.tsx';
import { ownAddress } from './own-address.ts';
import { Person } from './person.tsx';
import { Points } from './points.tsx';
import { SignIns } from './sign-ins.tsx';
import { WayIn } from './way-in.tsx';
import { accountWords } from './words.ts';

export function AccountPage() {
  const words = spoken(accountWords);
  useEffect(() => void recallSignIn(), []);
  return (
    <>
      <ShopBar here="account" />
      {signedIn.value === undefined ? (
        <main class="page" id="main">
          <h1 class="h1">{words.title}</h1>
          <p class="quiet">{words.moment}</p>
        </main>
      ) : signedIn.value === null ? (
        <WayIn onIn={goBack} />
      ) : (
        <Inside />
      )}
      <ShopFoot />
    </>
  );
}

function Inside() {
  const words = spoken(accountWords);
  const account = signedIn.value?.account;
  document.title = `${words.title} · Usher`;
  return (
    <main class="page" id="main">
      <h1 class="h1">{words.title}</h1>
      {account ? (
        <div class="parts">
          <FlagPart />
          <Orders />
          <Points />
          <Person account={account} />
          <Addresses />
          <SignIns />
          <Leaving />
        </div>
      ) : (
        <p>
          {words.staff} <a href="/ops">{words.toOps}</a>
        </p>
      )}
    </main>
  );
}

function goBack(): void {
  const next = ownAddress(new URLSearchParams(location.search).get('next'), location.origin);
  if (next !== null) location.assign(next);
}
