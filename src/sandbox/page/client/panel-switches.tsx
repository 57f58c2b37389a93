import { useState } from 'preact/hooks';
import type { PanelShown } from '../shown.ts';
import type { Act } from './connection.ts';
import { usePage } from './page-context.ts';
import { useFollowing } from './use-following.ts';

interface SwitchProps {
  label: string;
  hint: string;
  on: boolean;
  turn(on: boolean): void;
}

function Switch({ label, hint, on, turn }: SwitchProps) {
  const [shown, setShown] = useFollowing(on);
  return (
    <label class="box">
      <input
        type="checkbox"
        role="switch"
        checked={shown}
        aria-checked={shown}
        onChange={({ currentTarget: { checked } }) => {
          setShown(checked);
          turn(checked);
        }}
      />
      <span>
        <strong>{label}</strong>
        <span class="hint column">{hint}</span>
      </span>
    </label>
  );
}

type Found = PanelShown['switches'];
type Turned = Omit<Extract<Act, { do: 'switch' }>, 'do'>;

const troubles: { label: string; hint: string; on(found: Found): boolean; turn(on: boolean): Turned }[] = [
  {
    label: 'Slow',
    hint: 'Nexudus takes 3 s for each call',
    on: ({ slowMs }) => slowMs > 0,
    turn: (on) => ({ slowMs: on ? 3000 : 0 }),
  },
  {
    label: 'Down',
    hint: 'Nexudus answers each call with 503',
    on: ({ down }) => down !== 'no',
    turn: (on) => ({ down: on ? '503' : 'no' }),
  },
  {
    label: 'Throttled',
    hint: 'Nexudus answers each call with 409 and Retry-After',
    on: ({ throttle }) => throttle !== 'off',
    turn: (on) => ({ throttle: on ? '409' : 'off' }),
  },
  {
    label: 'Deliver twice',
    hint: 'Slack sends each command, click and form twice at once',
    on: ({ deliverTwice }) => deliverTwice,
    turn: (deliverTwice) => ({ deliverTwice }),
  },
];

/** What can be made to go wrong, and the way back to the start. */
export function Switches({ panel: { switches } }: { panel: PanelShown }) {
  const { act } = usePage();
  const [refused, setRefused] = useState({
    property: 'NumberOfParticipants',
    message: 'must be 500 or less',
  });
  const refusing = switches.refuse.length > 0;
  const refuse = (on: boolean, given = refused) => void act({ do: 'switch', refuse: on ? [given] : [] });
  const text = (label: string, name: keyof typeof refused) => (
    <label>
      {label}
      <input
        value={refused[name]}
        onInput={({ currentTarget: { value } }) => {
          const now = { ...refused, [name]: value };
          setRefused(now);
          if (refusing) refuse(true, now);
        }}
      />
    </label>
  );
  const button = (label: string, given: Act, style = '') => (
    <button type="button" class={`button ${style}`} onClick={() => void act(given)}>
      {label}
    </button>
  );
  return (
    <div class="switches column">
      {troubles.map(({ label, hint, on, turn }) => (
        <Switch
          key={label}
          label={label}
          hint={hint}
          on={on(switches)}
          turn={(now) => void act({ do: 'switch', ...turn(now) })}
        />
      ))}
      <fieldset class="column">
        <legend class="hidden">Refuse a field</legend>
        <Switch
          label="Refuse a field"
          hint="Nexudus refuses each write with the error below"
          on={refusing}
          turn={(on) => refuse(on)}
        />
        {text('Property', 'property')}
        {text('Sentence', 'message')}
      </fieldset>
      <div class="switch-acts row">
        {button('Expire the token', { do: 'expire-token' })}
        {button('Restart the bot abruptly', { do: 'restart-bot' })}
        {button('Reset to the start data', { do: 'reset' }, 'danger')}
      </div>
      <p class="hint">
        A restart kills the bot (SIGKILL) and starts it again: what it had accepted is finished, and forms
        that are open go on.
      </p>
    </div>
  );
}
