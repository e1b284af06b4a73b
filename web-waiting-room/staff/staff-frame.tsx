/** The frame of the staff's pages, but for the dashboard's: skip link, bar with the menu, and the main part. */
import type { ComponentChildren } from 'preact';
import { Mark } from '../frame/shop-bar.tsx';
import { spoken } from '../language/language.ts';
import { StaffWays } from './staff-bar.tsx';

const skip = { en: 'Skip to content', ko: '본문으로 건너뛰기' };

export interface StaffFrameProps {
  /** What the bar says where one is. */
  readonly area: string;
  readonly here?: 'list' | 'orders' | 'staff';
  readonly children: ComponentChildren;
}

export function StaffFrame({ area, here, children }: StaffFrameProps) {
  return (
    <div class="ops">
      <a class="skip" href="#main">
        {spoken(skip)}
      </a>
      <header class="bar">
        <p class="brand row">
          <Mark /> {area}
        </p>
        <StaffWays {...(here && { here })} />
      </header>
      <main class="page single" id="main">
        {children}
      </main>
    </div>
  );
}
