/** What only the staff sees: a moment of finding out, then the sign-in, then the page itself. */
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { spoken } from '../language/language.ts';
import { recallSignIn, signedIn } from '../signing-in/signed-in.ts';
import { SignInForm } from './sign-in-form.tsx';
import { TwoStepFirst } from './two-step/first.tsx';

const labels = { en: 'One moment.', ko: '잠시만 기다려 주세요.' };

export function StaffGate({ children }: { readonly children: ComponentChildren }) {
  useEffect(() => void recallSignIn(), []);
  if (signedIn.value === undefined) return <p class="page quiet">{spoken(labels)}</p>;
  // The account of a buyer steers nothing: signing in as staff takes its place.
  const staff = signedIn.value?.staff;
  if (!staff) return <SignInForm />;
  return staff.mustTurnOnTwoStep === 'now' ? <TwoStepFirst /> : children;
}
