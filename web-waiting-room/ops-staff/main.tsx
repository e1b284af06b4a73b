/** The entry of the staff's own page, and of the one that an invitation leads to. */
import './page.css';
import { mount } from '../frame/mount.tsx';
import { StaffGate } from '../staff/staff-gate.tsx';
import { JoinPage } from './join-page.tsx';
import { StaffPage } from './page.tsx';

mount(() =>
  location.pathname === '/staff/join' ? (
    <JoinPage />
  ) : (
    <StaffGate>
      <StaffPage />
    </StaffGate>
  ),
);
