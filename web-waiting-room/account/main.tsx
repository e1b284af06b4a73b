/** The entry of the account page. */
import './page.css';
import { mount } from '../frame/mount.tsx';
import { AccountPage } from './page.tsx';

mount(AccountPage);
