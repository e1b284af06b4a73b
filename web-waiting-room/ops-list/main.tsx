/** The entry of the staff's first page. */
import './page.css';
import { mount } from '../frame/mount.tsx';
import { StaffGate } from '../staff/staff-gate.tsx';
import { OpsListPage } from './page.tsx';

mount(() => (
  <StaffGate>
    <OpsListPage />
  </StaffGate>
));
