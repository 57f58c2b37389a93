import type { NexudusRecord } from '../nexudus/resources.ts';
import { valuesOf } from '../operations/check-input.ts';
import { comparedProperty } from '../operations/clash.ts';
import type { Operation } from '../operations/operation.ts';
import { sameValue } from '../operations/same-value.ts';
import type { Form } from './form.ts';

/**
 * Makes the record as it is now the one that the form changes: what its owner entered stays, and what they left alone
 * follows the record.
 * @param unseen fields that someone else changed too and that are not in view: they are still compared with what was shown
 */
export function rebase(
  { fields }: Operation,
  form: Form,
  now: NexudusRecord,
  unseen: readonly string[] = [],
): void {
  const { before } = form;
  const shown = before ? valuesOf(fields, before) : {};
  // What was drawn comes back as typed: only what differs was entered by a person.
  form.typed = Object.fromEntries(
    Object.entries(form.typed).filter(([name, value]) => !sameValue(value, shown[name])),
  );
  const asShown = unseen.map((name) => {
    const property = comparedProperty(fields[name]?.wire ?? '');
    return [property, before?.[property]];
  });
  form.before = { ...now, ...Object.fromEntries(asShown) };
  form.rendered = {};
  form.doubted = {};
  form.taken = {};
  // An input that was drawn before may hold what is no longer so.
  form.since = form.render + 1;
}
