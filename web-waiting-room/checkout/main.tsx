/** The entry of the checkout. */
import './page.css';
import { effect } from '@preact/signals';
import { openAccent } from '../frame/accent.ts';
import { mount } from '../frame/mount.tsx';
import { named } from '../frame/page-address.ts';
import { takePass } from '../frame/to-checkout.ts';
import { loadPaymentMethods } from '../order/payment-methods.tsx';
import { loadSale } from '../server/load-sale.ts';
import { renew, signedIn, wasSignedIn } from '../signing-in/signed-in.ts';
import { openCheckout } from './checkout.ts';
import { chosenInBasket } from './from-basket.ts';
import { CheckoutPage } from './page.tsx';

/** What is left should not be older than the time it takes to choose. */
const refreshMs = 5_000;

const slug = named(location.pathname) ?? '';
takePass(slug);
const loaded = loadSale(slug, refreshMs);
const checkout = openCheckout(slug, loaded);
const methods = loadPaymentMethods();
const wear = openAccent();
effect(() => wear(loaded.value.value?.accent ?? null));
mount(() => <CheckoutPage checkout={checkout} loaded={loaded} methods={methods} />);
const looked = checkout.look();
// As soon as both are known: what the visitor chose ahead, in a checkout where nothing is under way.
const stop = effect(() => {
  const sale = loaded.value.value;
  if (sale === null) return;
  queueMicrotask(() => stop());
  void looked.then(() => chosenInBasket(sale)).then(checkout.fillChoice);
});
// Whoever is signed in need not type who they are, and the order is theirs on every device.
if (wasSignedIn()) void renew().then(() => checkout.fillIn(signedIn.value?.account));
// Coming back from the provider's page by the browser's own button, the page as it was left says nothing true.
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});
