/** The entry of the catalogue's pages: one sale's texts, pictures, variants and prices, and the tree of categories. */
import './page.css';
import { mount } from '../frame/mount.tsx';
import { StaffGate } from '../staff/staff-gate.tsx';
import { CategoriesPage } from './categories-page.tsx';
import { SalePage } from './sale-page.tsx';

const [, slug] = /^\/ops\/([^/]+)\/catalogue\/?$/.exec(location.pathname) ?? [];

mount(() => (
  <StaffGate>
    {slug === undefined ? <CategoriesPage /> : <SalePage slug={decodeURIComponent(slug)} />}
  </StaffGate>
));
