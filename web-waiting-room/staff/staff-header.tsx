/** The head of a staff page that has no menu yet: nobody is signed in, or not wholly. */
import { LanguageSwitch } from '../frame/language-switch.tsx';
import { Mark } from '../frame/shop-bar.tsx';

export const StaffHeader = () => (
  <header class="bar">
    <p class="brand row">
      <Mark /> Usher
    </p>
    <LanguageSwitch />
  </header>
);
