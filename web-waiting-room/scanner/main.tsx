/** The entry of the scanner's page, and the worker that lets it open without a connection. */
import './page.css';
import { h } from 'preact';
import { mount } from '../frame/mount.tsx';
import { named } from '../frame/page-address.ts';
import { keepForTheDoor } from '../order/keep-for-the-door.ts';
import { ScannerPage } from './page.tsx';

const keepPage = () => void keepForTheDoor('/scanner');

mount(() => h(ScannerPage, { slug: named(location.pathname), onReady: keepPage }));
keepPage();
