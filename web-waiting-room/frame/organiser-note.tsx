/** The organiser's message, in the reader's language where there is one, else marked as the other language. */
import type { OrganiserMessage } from '../../domain/sale.ts';
import { languages } from '../language/choose-language.ts';
import { fill } from '../language/fill.ts';
import { language } from '../language/language.ts';
import { msOf, when } from '../language/time.ts';
import { now } from '../server-clock/server-clock.ts';

export function OrganiserNote({
  message,
  label,
}: {
  readonly message: OrganiserMessage;
  readonly label: string;
}) {
  const written = [language.value, ...languages].find((choice) => message[choice]);
  const atMs = msOf(message.at);
  if (!written) return null;
  return (
    <section>
      <h2>{fill(label, { time: atMs === null ? null : when(atMs, now.value, language.value) })}</h2>
      <p class="note" lang={written}>
        {message[written]}
      </p>
    </section>
  );
}
