import { useState } from 'preact/hooks';
import type { PanelShown } from '../shown.ts';
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

const slowMs = 3000;

/** What can be made to go wrong, and the way back to the start. */
export function Switches({ panel }: { panel: PanelShown }) {
  const { act } = usePage();
  const { switches } = panel;
  const [property, setProperty] = useState('NumberOfParticipants');
  const [message, setMessage] = useState('must be 500 or less');
  const refusing = switches.refuse.length > 0;
  const refuse = (on: boolean, given: { property?: string; message?: string } = {}) =>
    void act({ do: 'switch', refuse: on ? [{ property, message, ...given }] : [] });
  return (
    <div class="switches column">
      <Switch
        label="Slow"
        hint="Nexudus takes 3 s for each call"
        on={switches.slowMs > 0}
        turn={(on) => void act({ do: 'switch', slowMs: on ? slowMs : 0 })}
      />
      <Switch
        label="Down"
        hint="Nexudus answers each call with 503"
        on={switches.down !== 'no'}
        turn={(on) => void act({ do: 'switch', down: on ? '503' : 'no' })}
      />
      <Switch
        label="Throttled"
        hint="Nexudus answers each call with 409 and Retry-After"
        on={switches.throttle !== 'off'}
        turn={(on) => void act({ do: 'switch', throttle: on ? '409' : 'off' })}
      />
      <fieldset class="column">
        <legend class="hidden">Refuse a field</legend>
        <Switch
          label="Refuse a field"
          hint="Nexudus refuses each write with the error below"
          on={refusing}
          turn={(on) => refuse(on)}
        />
        <label>
          Property
          <input
            value={property}
            onInput={(event) => {
              setProperty(event.currentTarget.value);
              if (refusing) refuse(true, { property: event.currentTarget.value });
            }}
          />
        </label>
        <label>
          Sentence
          <input
            value={message}
            onInput={(event) => {
              setMessage(event.currentTarget.value);
              if (refusing) refuse(true, { message: event.currentTarget.value });
            }}
          />
        </label>
      </fieldset>
      <Switch
        label="Deliver twice"
        hint="Slack sends each command, click and form twice at once"
        on={switches.deliverTwice}
        turn={(on) => void act({ do: 'switch', deliverTwice: on })}
      />
      <div class="switch-acts row">
        <button type="button" class="button" onClick={() => void act({ do: 'expire-token' })}>
          Expire the token
        </button>
        <button type="button" class="button" onClick={() => void act({ do: 'restart-bot' })}>
          Restart the bot abruptly
        </button>
        <button type="button" class="button danger" onClick={() => void act({ do: 'reset' })}>
          Reset to the start data
        </button>
      </div>
      <p class="hint">
        A restart kills the bot (SIGKILL) and starts it again: what it had accepted is finished, what was open
        is gone.
      </p>
    </div>
  );
}
