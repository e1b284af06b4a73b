/** The entry of an order's page, and the worker that lets it open without a connection. */
import './page.css';
import { effect } from '@preact/signals';
import { openAccent } from '../frame/accent.ts';
import { mount } from '../frame/mount.tsx';
import { named } from '../frame/page-address.ts';
import { keepForTheDoor } from './keep-for-the-door.ts';
import { openOrder } from './open-order.ts';
import { OrderPage } from './page.tsx';
import { loadPaymentMethods } from './payment-methods.tsx';

const open = openOrder(named(location.pathname) ?? '');
const methods = loadPaymentMethods();
const wear = openAccent();
// A copy that was kept before orders told it has none.
effect(() => wear(open.known.value?.order.sale.accent ?? null));
mount(() => <OrderPage open={open} methods={methods} />);
void keepForTheDoor('/orders/');
