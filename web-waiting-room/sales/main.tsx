/** The entry of the list of sales. */
import './page.css';
import { mount } from '../frame/mount.tsx';
import { SalesPage } from './page.tsx';

mount(SalesPage);
