import type { ControlProps } from './control.tsx';
import { useSurface } from './surface-context.ts';
import { Text } from './text.tsx';
import { useFollowing } from './use-following.ts';

/** Ticks and radio buttons. */
export function Boxes({ field, labels }: ControlProps) {
  const { fields } = useSurface();
  const { element } = field;
  const radio = element.type === 'radio_buttons';
  const [chosen, setChosen] = useFollowing(field.chosen.map(({ value }) => value));
  const change = (value: string, on: boolean) => {
    const rest = chosen.filter((each) => each !== value);
    setChosen(radio ? [value] : on ? [...rest, value] : rest);
    void (radio ? fields?.pick(field, value) : fields?.tick(field, value, on));
  };
  const { id, 'aria-required': required, 'aria-invalid': invalid, ...named } = labels;
  return (
    <div
      {...named}
      class="boxes column"
      role={radio ? 'radiogroup' : 'group'}
      {...(radio ? { 'aria-required': required } : {})}
    >
      {(element.options ?? []).map(({ text, value, description }, n) => (
        <label key={value} class="box">
          <input
            id={n === 0 ? id : undefined}
            type={radio ? 'radio' : 'checkbox'}
            name={`${id ?? field.blockId}-${field.actionId}`}
            checked={chosen.includes(value)}
            aria-invalid={invalid}
            onChange={(event) => change(value, event.currentTarget.checked)}
          />
          <span>
            <Text text={text} />
            {description && (
              <span class="hint column">
                <Text text={description} />
              </span>
            )}
          </span>
        </label>
      ))}
    </div>
  );
}
