/**
 * The waiting room's entry: finds the sale in the address, opens the room, draws the page. The page is drawn anew from its
 * root whenever something it has read changes: it is small, and this is lighter than telling components apart.
 */
import './page.css';
import { effect } from '@preact/signals';
import { mount } from '../frame/mount.tsx';
import { named } from '../frame/page-address.ts';
import { loadSale } from '../server/load-sale.ts';
import { speakOf } from '../words/spoken-line-words.ts';
import { boardStateOf } from './board-state.ts';
import { openCallingBack } from './calling-back.ts';
import { WaitingPage } from './page.tsx';
import { openWaitingRoom } from './waiting-room.ts';

// The gateway serves this page only below a slug; an empty one is answered like any that does not exist.
const slug = named(location.pathname) ?? '';
const loaded = loadSale(slug);
const room = openWaitingRoom(slug, loaded);
const calling = openCallingBack(room, () => loaded.value.value?.title ?? '');
const Page = () => <WaitingPage room={room} calling={calling} loaded={loaded} />;
effect(() => speakOf(boardStateOf(room.situation.value)));
effect(() => mount(Page));
// Back by the browser's own button, the page as it was left shows an old place, or opens a door that was gone through.
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});
