import type { NexudusRecord } from '../nexudus/resources.ts';
import type { Problems, Values } from '../operations/operation.ts';
import type { Level } from './blocks.ts';

/** What one person is filling in, kept by the bot: nothing that matters travels through Slack but the form's id. */
export interface Form {
  /** Also the identity of its submissions: a form succeeds at most once. */
  id: string;
  operationId: string;
  /**
   * Counts how often the inputs were drawn afresh. It is part of every block id, because Slack keeps what an input of
   * the same ids held, whatever its initial value says.
   */
  render: number;
  /** The same for the record picker, which stays as it is while the fields of a record come and go. */
  pickerRender: number;
  /** The record that the picker was last drawn with. */
  pickerShown?: number;
  /** The picker was last drawn in a form that shows no field yet. */
  pickerAlone?: boolean;
  /** The first drawing of the record that is in the form: inputs of an earlier one hold another record. */
  since: number;
  /** The record to change: chosen, then read. */
  recordId?: number;
  before?: NexudusRecord;
  /** What was last put into the inputs. */
  rendered: Values;
  /** What was typed, over all sections; blank is kept as undefined. */
  typed: Values;
  /** Fields that came back blank and may not have been emptied by a person, and what they held: they are asked about. */
  doubted: Values;
  section?: string;
  /** When a person last chose something in it, by Slack's clock: what they chose before that is not done any more. */
  chosenAt?: number;
  /** How the records in its pickers were called when it last showed them, by kind and id. */
  names: Record<string, string>;
  /** Sentences beside the fields, for errors that can't be put under them by Slack. */
  problems: Problems;
  /** Fields among them that someone else changed too, so that their value can be taken. */
  clashes?: readonly string[];
  /** What was given up for their value, by field, and the last drawing that may still hold it. */
  taken?: Readonly<Record<string, { value: unknown; render: number }>>;
  notices: { level: Level; text: string }[];
}

export const newForm = (id: string, operationId: string): Form => ({
  id,
  operationId,
  render: 0,
  pickerRender: 0,
  since: 0,
  rendered: {},
  typed: {},
  doubted: {},
  names: {},
  problems: {},
  notices: [],
});
