import type { FieldShown } from '../shown.ts';
import { Boxes } from './boxes.tsx';
import { Picker } from './picker.tsx';
import { TextField } from './text-field.tsx';
import { Unknown } from './unknown.tsx';

/** How a control is called, described and marked. */
export interface Labels {
  id?: string;
  'aria-label'?: string;
  'aria-labelledby'?: string;
  'aria-describedby'?: string;
  'aria-invalid'?: boolean;
  'aria-required'?: boolean;
}

export interface ControlProps {
  field: FieldShown;
  labels: Labels;
}

/** The one input of a field, by its kind. */
export function Control({ field, labels }: ControlProps) {
  const { type } = field.element;
  // Another block id is another input, with nothing of the one before.
  const key = `${field.blockId} ${field.actionId} ${type}`;
  if (/^(plain_text|number|url_text|email_text|rich_text)_input$|^(date|time|datetime)picker$/.test(type))
    return <TextField key={key} field={field} labels={labels} />;
  if (type === 'checkboxes' || type === 'radio_buttons')
    return <Boxes key={key} field={field} labels={labels} />;
  if (/^(multi_)?(static|external|users|conversations|channels)_select$/.test(type))
    return <Picker key={key} field={field} labels={labels} />;
  return <Unknown what={`the element “${type}”`} />;
}
