/** What of the draw is public, and where to check it (PAG-37). Nothing is called proven that this page has not computed. */
import { spoken } from '../../language/language.ts';
import { count } from '../../language/money.ts';
import { askAgain } from '../ask-again.ts';
import { OnDemand } from '../on-demand.tsx';
import type { DialogProps } from './dialogs.tsx';
import { FormDialog } from './form-dialog.tsx';
import { formWords } from './words.ts';

const fetchCheck = () =>
  askAgain(() => import('../../check-place/check-place.tsx')).then(({ CheckPlace }) => CheckPlace);

export function DrawDialog({ room, words: { language }, close }: DialogProps) {
  const words = spoken(formWords);
  const draw = room.model.value.sale?.draw;
  const { lobbyIndex, number } = room.model.value.place ?? {};
  if (!draw) return null;
  const proof = `/api/sales/${encodeURIComponent(room.slug)}/proof`;
  const ofIndex = draw.isRevealed && lobbyIndex !== undefined ? ` --index=${lobbyIndex}` : '';
  return (
    <FormDialog title={words.drawTitle} close={close}>
      <p>
        {words.drawBefore} {draw.beacon !== 'none' && words.drawMixed} {words.drawAfter}
      </p>
      <dl class="facts">
        <dt>{words.drawSeed}</dt>
        <dd class="code">{draw.seedHash}</dd>
        <dt>{words.drawRoot}</dt>
        <dd class={draw.root ? 'code' : undefined}>{draw.root ?? words.drawNotYet}</dd>
        {draw.size !== undefined && (
          <>
            <dt>{words.drawSize}</dt>
            <dd>{count(draw.size, language)}</dd>
          </>
        )}
        <dt>{words.drawBeacon}</dt>
        <dd>{words.beacon[draw.beacon]}</dd>
      </dl>
      <p>{draw.isRevealed ? words.drawRevealed : words.drawSealed}</p>
      {lobbyIndex !== undefined && (
        <OnDemand fetchPart={fetchCheck} props={{ slug: room.slug, index: lobbyIndex, number, language }} />
      )}
      <p>
        <a href={proof}>{words.drawPublished}</a>
      </p>
      <p>
        <a href="/verify-draw.ts">{words.drawScript}</a>
      </p>
      <p>{words.drawCommand}</p>
      <p class="code">
        node verify-draw.ts {location.origin}
        {proof}
        {ofIndex}
      </p>
    </FormDialog>
  );
}
