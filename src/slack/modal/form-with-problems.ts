import type { ModalView } from '@slack/types';
import type { OpenForm } from '../../forms/form-sessions.ts';
import { blockIdOf, fieldsInView, tooLongToShow } from '../../forms/inputs.ts';
import { rebase } from '../../forms/rebase.ts';
import type { Field } from '../../operations/field.ts';
import type { Problems } from '../../operations/operation.ts';
import type { ClashSeen } from '../../submissions/submission.ts';
import type { Lookups } from '../lookup/lookups.ts';
import { say } from '../text/say.ts';
import { type Answering, ackKept, NAMES_IN_ACK_MS } from './answering.ts';
import { drawForm } from './draw-form.ts';
import type { ScreenParts } from './show-view.ts';

/** The fields that have an input in view. */
const withInput = ({ operation, form }: OpenForm): string[] =>
  fieldsInView(operation, form)
    .map(([name]) => name)
    .filter((name) => !tooLongToShow(form.rendered[name]));

/** The first field in view, for sentences about the form as a whole. */
export const firstFieldName = (open: OpenForm): string | undefined =>
  withInput(open)[0] ?? open.operation.record;

/** Sentences by block, as Slack puts them under inputs. Ticks of a group have one in common, so theirs say which is meant. */
function byBlock({ operation, form }: OpenForm, problems: Problems): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const [name, said] of Object.entries(problems)) {
    const block = blockIdOf(operation, form, name);
    const { label = '', control } = operation.fields[name] ?? {};
    const named = control?.kind !== 'tick' || said.includes(label) ? said : `${label}: ${said}`;
    errors[block] = errors[block] ? `${errors[block]} ${named}` : named;
  }
  return errors;
}

/** Opens the section of the first of the fields, unless one of them is in view; those that have a section. */
export function turnTo({ form, operation }: OpenForm, names: readonly string[]): Field[] {
  const sectioned = names.flatMap((name) => {
    const field = operation.fields[name];
    return field?.section ? [field] : [];
  });
  const section = sectioned[0]?.section;
  if (section && !sectioned.some((field) => field.section === form.section)) form.section = section;
  return sectioned;
}

/** Notes down sentences to stand beside the fields, whose section is turned to, and at the top. */
export function noteProblems(open: OpenForm, problems: Problems, notices: readonly string[]): void {
  const { form } = open;
  form.problems = problems;
  form.clashes = [];
  const sectioned = turnTo(open, Object.keys(problems));
  const labels = sectioned.filter((field) => field.section === form.section).map((field) => field.label);
  const texts = [...notices];
  if (labels.length > 0 && form.section) texts.push(say.elsewhere(labels, form.section));
  form.notices = texts.map((text) => ({ level: 'error', text }));
}

/** Draws the form again, with sentences beside the fields and what was typed still in them. */
export async function formWithProblems(
  parts: Lookups,
  open: OpenForm,
  problems: Problems,
  notices: readonly string[],
): Promise<ModalView> {
  noteProblems(open, problems, notices);
  return drawForm(parts, open, { namesWithinMs: NAMES_IN_ACK_MS });
}

/**
 * Draws the form again over the record as someone else left it, with their values beside the fields that both changed.
 * Fields of another section are not decided about until they were seen: submitting again brings their section.
 */
export async function formWithClash(
  parts: Lookups,
  open: OpenForm,
  { record, sentences }: ClashSeen,
): Promise<ModalView> {
  const { form, operation } = open;
  const names = Object.keys(sentences);
  turnTo(open, names);
  const inView = new Set(fieldsInView(operation, form).map(([name]) => name));
  const seen = names.filter((name) => inView.has(name));
  rebase(
    operation,
    form,
    record,
    names.filter((name) => !inView.has(name)),
  );
  form.problems = Object.fromEntries(seen.map((name) => [name, sentences[name] ?? '']));
  form.clashes = seen;
  const labels = seen.map((name) => operation.fields[name]?.label ?? name);
  form.notices = [...form.notices, { level: 'error', text: say.clash(labels) }];
  return drawForm(parts, open, { namesWithinMs: NAMES_IN_ACK_MS });
}

/** Puts sentences under their fields; fields out of view bring their section, and what fits no field the top. */
export async function ackProblems(
  parts: ScreenParts & Lookups,
  open: OpenForm,
  answering: Answering,
  problems: Problems,
  others: readonly string[] = [],
): Promise<void> {
  const inView = new Set([open.operation.record, ...withInput(open)]);
  if (others.length === 0 && Object.keys(problems).every((name) => inView.has(name))) {
    return answering.ack({ response_action: 'errors', errors: byBlock(open, problems) });
  }
  await ackDrawn(parts, open, answering, () => formWithProblems(parts, open, problems, others));
}

/** Answers with the form drawn again; where that can't be kept, with its sentences alone, and the form stays as it was. */
export async function ackDrawn(
  parts: ScreenParts & Lookups,
  open: OpenForm,
  answering: Answering,
  draw: () => Promise<ModalView | undefined>,
): Promise<void> {
  const { form } = open;
  const before = { ...form };
  const view = await draw();
  if (!view) return answering.ack();
  const sentences = [...form.notices.map(({ text }) => text), ...Object.values(form.problems)].join(' ');
  const kept = await ackKept(
    parts,
    open,
    answering,
    { response_action: 'update', view },
    sentences || undefined,
  );
  if (!kept) Object.assign(form, before);
}
