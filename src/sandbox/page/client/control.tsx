import type { FieldOnScreen } from '../shown.ts';
import { Boxes } from './boxes.tsx';
import { MomentField } from './moment-field.tsx';
import { Picker } from './picker.tsx';
import { TextField } from './text-field.tsx';
import { Unknown } from './unknown.tsx';

/** How a control is called, described and marked. */
interface Labels {
  id?: string;
  'aria-label'?: string;
  'aria-labelledby'?: string;
  'aria-describedby'?: string;
  'aria-invalid'?: boolean;
  'aria-required'?: boolean;
}

export interface ControlProps {
  field: FieldOnScreen;
  labels: Labels;
}

/** The one input of a field, by its kind. */
export function Control({ field, labels }: ControlProps) {
  const { type } = field.element;
  // Another block id is another input, with nothing of the one before.
  const key = `${field.blockId} ${field.actionId} ${type}`;
  if (/^(plain_text|number|url_text)_input$/.test(type))
    return <TextField key={key} field={field} labels={labels} />;
  if (type === 'checkboxes' || type === 'radio_buttons')
    return <Boxes key={key} field={field} labels={labels} />;
  if (/^(static|external|multi_external|multi_users|conversations)_select$/.test(type))
    return <Picker key={key} field={field} labels={labels} />;
  if (type === 'datetimepicker') return <MomentField key={key} field={field} labels={labels} />;
  return <Unknown what={`the element “${type}”`} />;
}
