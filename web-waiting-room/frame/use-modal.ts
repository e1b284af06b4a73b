/** A native dialog, open as long as it is on the page; afterwards the reader stands where they were before. */
import { useLayoutEffect, useRef } from 'preact/hooks';

export function useModal() {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const shown = dialog.current;
    const opener = document.activeElement;
    if (shown && !shown.open) shown.showModal();
    return () => {
      shown?.close();
      // The browser gives the focus back to nobody when the dialog was taken off the page before it closed.
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);
  return dialog;
}
