/** The entry of the page of a ticket that was given to somebody, and the worker that lets it open without a connection. */
import './page.css';
import { h } from 'preact';
import { mount } from '../frame/mount.tsx';
import { named } from '../frame/page-address.ts';
import { keepForTheDoor } from '../order/keep-for-the-door.ts';
import { openTransfer } from './open-transfer.ts';
import { TransferPage } from './page.tsx';

const open = openTransfer(named(location.pathname) ?? '');
mount(() => h(TransferPage, { open }));
void keepForTheDoor('/transfer/');
