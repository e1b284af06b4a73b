/** The entry of the page of an account's tickets, and the worker that lets it open without a connection. */
import './page.css';
import { h } from 'preact';
import { mount } from '../frame/mount.tsx';
import { keepForTheDoor } from '../order/keep-for-the-door.ts';
import { openTickets } from './open-tickets.ts';
import { TicketsPage } from './page.tsx';

const open = openTickets();
mount(() => h(TicketsPage, { open }));
void keepForTheDoor('/tickets');
