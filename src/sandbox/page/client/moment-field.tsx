import type { ControlProps } from './control.tsx';
import { useSurface } from './surface-context.ts';

/** As the browser writes a moment of its own time zone: `2026-12-04T18:00`. */
function localText(seconds: number): string {
  const at = new Date(seconds * 1000);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** A date and time in the viewer's zone; Slack knows it as seconds since 1970. */
export function MomentField({ field, labels }: ControlProps) {
  const { fields } = useSurface();
  const { selected_date_time: seconds } = field.state;
  return (
    <input
      {...labels}
      class="text-field edge"
      type="datetime-local"
      value={typeof seconds === 'number' ? localText(seconds) : ''}
      onChange={({ currentTarget: { value } }) => {
        const at = new Date(value).getTime();
        fields?.typeSoon(field, Number.isNaN(at) ? '' : String(at / 1000));
      }}
    />
  );
}
