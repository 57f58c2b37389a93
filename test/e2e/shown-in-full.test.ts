import { describe, expect, test } from '@jest/globals';
import { announced, expectClosed, linesOf, openForm, submitAndContinue } from '../support/channel.ts';
import { resultOf } from '../support/outcomes.ts';
import { say } from '../support/sentences.ts';
import { useSandbox } from '../support/use-sandbox.ts';

// What a message cuts is shown in full to who may see it, and what was so already is not told as done.
const stage = useSandbox();
const ACME_STUDIOS = 'Acme Studios';
const shown = () =>
  stage.slack
    .ephemerals('U0ANA0000', '#ops')
    .map(({ plain }) => plain)
    .join('\n');

test('30 members who were added: Show changes names every one', async () => {
  const { ana, nexudus } = stage;
  // Of the first customers a few are in it; none of the later ones.
  const chosen = nexudus.records('coworkers').slice(20, 50);
  const form = await openForm(ana, `/nexudus team members "${ACME_STUDIOS}"`, 'Add members');
  for (const { FullName } of chosen) await form.pick('Add members', String(FullName));
  expectClosed(ana, await form.submit());
  const message = await announced(stage);
  expect(resultOf(message).changes).toEqual(['30 members added']);
  expect(message.buttons).toEqual(['Show changes', 'Undo']);
  await ana.click(message, 'Show changes');
  await stage.until(() => shown().includes('30 members added: '), 'the changes', 10_000);
  expect(chosen).toHaveLength(30);
  for (const { FullName } of chosen) expect(shown()).toContain(String(FullName));
});

test('a long text that a message cuts: Show all shows all of it', async () => {
  const { ana } = stage;
  const text = Array.from({ length: 150 }, (_, n) => `Line ${n}.`).join('\n');
  const form = await openForm(ana, '/nexudus video-room update "Focus room"', 'Description');
  await form.type('Description', text);
  await form.submit();
  const message = await announced(stage);
  expect(message.plain).not.toContain('Line 149.');
  expect(message.buttons).toEqual(['Show all', 'Undo']);
  await ana.click(message, 'Show all');
  await stage.until(() => shown().includes('Line 149.'), 'the whole text', 10_000);
});

describe('who is there already is named as such', () => {
  test('beside who was added', async () => {
    const { ana } = stage;
    const form = await openForm(
      ana,
      '/nexudus role add-users Reception leo@harbour.example sam@harbour.example',
      'Users',
    );
    expect(await submitAndContinue(ana, form)).toContain(say.heldAlready(['Sam Field']));
    const [title, ...lines] = linesOf(await announced(stage));
    expect(title).toContain('Added Leo Brandt to Reception');
    // And not once more.
    expect(lines).toEqual(['Permanent', '[Undo]', 'NX-…']);
  });
});
