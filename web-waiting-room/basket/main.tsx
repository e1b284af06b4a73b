/** The entry of basket and wishlist. */
import './page.css';
import { choosePointsAnew, lookAtPoints } from '../checkout/points.ts';
import { mount } from '../frame/mount.tsx';
import { openMadeOrders } from './made-orders.ts';
import { openList } from './open-list.ts';
import { openOrdering } from './ordering.ts';
import { BasketPage, onlyOrderHeld } from './page.tsx';

/** Stock and holds move; what is shown should not be older than a look around. */
const refreshMs = 15_000;

const basket = openList('basket');
const wishes = openList('wishlist');
const made = openMadeOrders();
const ordering = openOrdering(async () => {
  const payment = onlyOrderHeld(ordering);
  if (payment !== null) {
    ordering.close();
    location.assign(payment);
  }
  choosePointsAnew();
  basket.refusal.value = null;
  await Promise.all([basket.load(), made.look(), lookAtPoints()]);
});
mount(() => <BasketPage basket={basket} wishes={wishes} ordering={ordering} made={made} />);

const look = () => Promise.all([basket.load(), wishes.load(), made.look()]);
void look();
// Parts whose answer was lost are asked for again at once: only then it is known what is still to be ordered.
if (ordering.parts.value.some(({ body }) => body !== null)) void ordering.goOn();
setInterval(() => {
  if (!document.hidden && !basket.isBusy.value && !ordering.isPlacing.value) void look();
}, refreshMs);
// Coming back from a payment by the browser's own button, the page as it was left says nothing true.
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});
