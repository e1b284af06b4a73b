/** A form's fields, whether it is on its way, and what became of it. */
import { useState } from 'preact/hooks';
import type { Answer, Refusal } from '../server/ask.ts';

export function useForm<Field extends string>(empty: Readonly<Record<Field, string>>) {
  const [fields, setFields] = useState(empty);
  const [isGoing, setGoing] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  return {
    fields,
    isGoing,
    refusal,
    set: (field: Field) => (text: string) => setFields((before) => ({ ...before, [field]: text })),
    clear: () => setFields(empty),
    /** Null where it was refused; the refusal stands in the form until the next try. */
    send: async <T>(ask: () => Promise<Answer<T>>): Promise<{ readonly value: T } | null> => {
      setGoing(true);
      setRefusal(null);
      const answer = await ask();
      setGoing(false);
      if (!answer.ok) setRefusal(answer.refusal);
      return answer.ok ? { value: answer.value } : null;
    },
  };
}
