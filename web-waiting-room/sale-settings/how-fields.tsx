/** How a sale sells: its line, its draw, its opening, and the bounds of what one person may do. */
import type { StaffSaleView } from '../../domain/sale.ts';
import { spoken } from '../language/language.ts';
import { fieldsOf, type SettingsProps } from './fields.tsx';
import { isAsked, isFixed, type SettingName } from './settings-draft.ts';
import { settingWords } from './words.ts';

export interface HowFieldsProps extends SettingsProps {
  /** Null for a sale that is being made. */
  readonly state: StaffSaleView['state'] | null;
}

export function HowFields({ draft, onChange, state }: HowFieldsProps) {
  const words = spoken(settingWords);
  const { moment, choice, number, area, tick } = fieldsOf({ draft, onChange });
  const isRaffle = draft.mode === 'raffle';
  // A new sale has a default for what is left empty; what is set has no way back to it.
  const required = state !== null;
  const may = (name: SettingName) => isAsked(name, draft) && !isFixed(name, state ?? 'draft');
  return (
    <div class="fields">
      {may('mode') && choice('mode', words.modes)}
      {may('lobby') && draft.mode === 'line' && choice('lobby', words.lobbies)}
      {may('audience') && choice('audience', words.audiences)}
      {may('fulfilment') && choice('fulfilment', words.fulfilments)}
      {may('opensAt') && moment('opensAt', { hint: isRaffle ? words.raffleOpensHint : words.opensAtHint })}
      {may('registrationClosesAt') && moment('registrationClosesAt', { hint: words.registrationHint })}
      {may('winners') && number('winners', { required: true })}
      {may('claimHours') && number('claimHours', { required })}
      {moment('closesAt')}
      {number('perVisitorMax', { required })}
      {number('admitPerMinute', { required })}
      {number('floorMax', { required })}
      <details
        class="whole"
        // A browser cannot point at a wrong field that is folded away.
        onInvalidCapture={(event) => {
          event.currentTarget.open = true;
        }}
      >
        <summary>{words.further}</summary>
        <div class="fields">
          {number('passMinutes', { required })}
          {number('claimSeconds', { required })}
          {number('holdMinutes', { required })}
          {number('priorityShare', { required, hint: words.priorityShareHint })}
          {number('reserveHours', { required })}
          {area('embedOrigins', { hint: words.embedOriginsHint })}
          <div class="whole">
            {tick('autopilot')}
            {tick('codeRequired')}
          </div>
        </div>
      </details>
    </div>
  );
}
