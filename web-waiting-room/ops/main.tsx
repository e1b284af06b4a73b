/** The entry of the dashboard: watches once somebody is signed in. */
import './page.css';
import { effect } from '@preact/signals';
import { mount } from '../frame/mount.tsx';
import { named } from '../frame/page-address.ts';
import { signedIn } from '../signing-in/signed-in.ts';
import { StaffGate } from '../staff/staff-gate.tsx';
import { OpsPage } from './page.tsx';
import { watchSale } from './watching.ts';

const slug = named(location.pathname) ?? '';
const watching = watchSale(slug);
let isWatching = false;
effect(() => {
  const isSignedIn = Boolean(signedIn.value);
  if (isSignedIn && !isWatching) watching.connect();
  isWatching = isSignedIn;
});
mount(() => (
  <StaffGate>
    <OpsPage slug={slug} watching={watching} />
  </StaffGate>
));
