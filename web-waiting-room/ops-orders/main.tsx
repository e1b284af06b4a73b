/** The entry of the staff's page of orders. */
import './page.css';
import { mount } from '../frame/mount.tsx';
import { StaffGate } from '../staff/staff-gate.tsx';
import { OrdersPage } from './page.tsx';

mount(() => (
  <StaffGate>
    <OrdersPage />
  </StaffGate>
));
