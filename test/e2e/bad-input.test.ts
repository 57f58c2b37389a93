import { afterEach, describe, expect, test } from '@jest/globals';
import type { Modal } from '../../src/sandbox/slack/start-slack.ts';
import { afterAWord, botMessages, openForm } from '../support/channel.ts';
import { writes } from '../support/nexudus-calls.ts';
import { say } from '../support/sentences.ts';
import { submitRaw } from '../support/submit-raw.ts';
import { useSandbox } from '../support/use-sandbox.ts';

const stage = useSandbox();
const TOO_LONG = expect.stringMatching(/254.*255/);
const NOT_BOTH = expect.stringContaining('not both');
const NEW_ROOM = '/nexudus video-room create name=Den participants=8 location=Soho';
const TEAM_WITHOUT_DISCOUNTS = '/nexudus team prices 1414300004';

// Whatever is wrong with the input, no one but the person in front of the form hears of it.
afterEach(async () => {
  await afterAWord(stage, stage.ana);
  expect(writes(stage)).toEqual([]);
  expect(botMessages(stage)).toEqual([]);
});

async function section(form: Modal, name: string, label: string): Promise<void> {
  await form.pick('Section', name);
  await stage.ana.waitForModal((modal) => modal.labels().includes(label), { what: label });
}

describe('what is typed wrong gets a sentence under its field', () => {
  test('a new name that is blank after trimming', async () => {
    const form = await openForm(stage.ana, '/nexudus video-room create', 'Name');
    await form.pick('Location', 'Soho');
    await form.type('Name', ' \n ');
    await form.type('Number of participants', '8');
    await form.submit();
    expect(form.errors()).toEqual({ Name: expect.any(String) });
    expect(form.value('Number of participants')).toBe('8');
  });

  test('the name of a record overwritten with spaces, while something else is changed too', async () => {
    const form = await openForm(stage.ana, '/nexudus video-room update "Focus room"', 'Name');
    await form.type('Name', '   ');
    await form.type('Number of participants', '12');
    await form.submit();
    expect(form.errors()).toEqual({ Name: expect.any(String) });
  });

  test('a team renamed to spaces', async () => {
    const form = await openForm(stage.ana, '/nexudus team rename Acme', 'New name');
    await form.type('New name', '   ');
    await form.submit();
    expect(form.errors()).toEqual({ 'New name': expect.any(String) });
  });

  test.each(['0', '-3'])('%s participants', async (text) => {
    const form = await openForm(stage.ana, NEW_ROOM, 'Name');
    await form.type('Number of participants', text);
    await form.submit();
    expect(form.errors()).toEqual({ 'Number of participants': expect.stringContaining('1 or more') });
    expect(form.value('Number of participants')).toBe(text);
  });

  test.each(['2.5', 'many', '1e3', '0x10', '8,5', '99999999999999999999'])(
    '%s participants, past Slack’s own check',
    async (value) => {
      const form = await openForm(stage.ana, NEW_ROOM, 'Name');
      const answer = await submitRaw(stage, form, { 'Number of participants': { value } });
      expect(answer).toMatchObject({
        status: 200,
        action: 'errors',
        errors: { 'Number of participants': expect.stringContaining('1 or more') },
      });
    },
  );

  test('no number of participants at all, past Slack’s own check', async () => {
    const form = await openForm(stage.ana, '/nexudus video-room create name=Den location=Soho', 'Name');
    for (const state of [{ value: null }, { value: '' }, { value: '  ' }, {}]) {
      const answer = await submitRaw(stage, form, { 'Number of participants': state });
      expect(answer.errors).toEqual({ 'Number of participants': expect.any(String) });
    }
  });

  test('nothing filled in at all, past Slack’s own check: every required field says what it wants', async () => {
    const form = await openForm(stage.ana, '/nexudus video-room create', 'Name');
    const answer = await submitRaw(stage, form);
    expect(answer.errors).toEqual({
      Location: expect.any(String),
      Name: expect.any(String),
      'Number of participants': expect.any(String),
    });
  });

  test.each(['picture.png', 'pictures.example/a.png', 'ftp://pictures.example/a.png', 'javascript:alert(1)'])(
    '%s as an image URL, past Slack’s own check',
    async (value) => {
      const form = await openForm(stage.ana, NEW_ROOM, 'Name');
      const answer = await submitRaw(stage, form, { 'Image URL': { value } });
      expect(answer).toMatchObject({
        action: 'errors',
        errors: {
          'Image URL': expect.stringContaining('https://'),
        },
      });
    },
  );

  test('a team name of 255 characters', async () => {
    const form = await openForm(stage.ana, '/nexudus team rename Acme', 'New name');
    await form.type('New name', 'x'.repeat(255));
    await form.submit();
    expect(form.errors()).toEqual({ 'New name': TOO_LONG });
    expect(form.value('New name')).toBe('x'.repeat(255));
  });

  test('a description over what a form can hold, past Slack’s own check', async () => {
    const form = await openForm(stage.ana, NEW_ROOM, 'Name');
    const answer = await submitRaw(stage, form, { Description: { value: 'x'.repeat(3001) } });
    expect(answer.errors).toEqual({ Description: expect.stringMatching(/3000.*3001/) });
  });

  test('a location that is no id, past Slack’s own check', async () => {
    const form = await openForm(stage.ana, NEW_ROOM, 'Name');
    for (const value of ['unavailable', '-4', '0', '../teams']) {
      const answer = await submitRaw(stage, form, { Location: { selected_option: { value } } });
      expect(answer.action).toBe('errors');
      expect(Object.keys(answer.errors)).toEqual(['Location']);
    }
  });

  test('the same person under Add and under Remove, past the pickers', async () => {
    const form = await openForm(stage.ana, '/nexudus workspace update Newsletter', 'Add members');
    const [nia] = await form.search('Add members', 'Nia Roberts');
    const [marcus] = await form.search('Remove members', 'Marcus Webb');
    // Who is there is not offered to be added.
    expect(await form.search('Add members', 'Marcus Webb')).toMatchObject([{ text: say.pickerAlready }]);
    const { action, errors } = await submitRaw(stage, form, {
      'Add members': { selected_options: [{ value: marcus?.value }, { value: nia?.value }] },
      'Remove members': { selected_options: [{ value: marcus?.value }] },
    });
    expect(action).toBe('errors');
    expect(errors).toEqual({
      'Remove members': expect.stringContaining('“Add members”'),
    });
  });

  test('a new picture together with “Remove current image”', async () => {
    const form = await openForm(stage.ana, '/nexudus video-room update "Focus room"', 'Name');
    await form.type('Image URL', 'https://pictures.example/a.png');
    await form.tick('Remove current image');
    await form.submit();
    expect(form.errors()).toEqual({
      'Image URL': NOT_BOTH,
    });
  });

  test('an update in which nothing was changed', async () => {
    const form = await openForm(stage.ana, '/nexudus video-room update "Focus room"', 'Name');
    await form.submit();
    expect(Object.values(form.errors())).toEqual([say.unchanged]);
  });

  test('a rename to the name that the team has', async () => {
    const form = await openForm(stage.ana, '/nexudus team rename Acme to Acme', 'New name');
    await form.submit();
    expect(form.errors()).toEqual({
      'New name': say.unchanged,
    });
  });

  test('neither an admin user nor a Slack person for a role', async () => {
    const form = await openForm(stage.ana, '/nexudus role add-users Reception', 'Users');
    await form.submit();
    expect(form.errors()).toEqual({ Users: expect.stringContaining('Slack people') });
  });

  test('several mistakes at once, each under its own field', async () => {
    const form = await openForm(stage.ana, NEW_ROOM, 'Name');
    const answer = await submitRaw(stage, form, {
      'Number of participants': { value: '0' },
      'Image URL': { value: 'no' },
    });
    expect(Object.keys(answer.errors)).toEqual(['Number of participants', 'Image URL']);
  });

  test('a form without a record yet asks for one', async () => {
    const form = await openForm(stage.ana, '/nexudus team rename', 'Team');
    const answer = await submitRaw(stage, form);
    expect(answer).toMatchObject({ status: 200, action: 'errors' });
    expect(Object.keys(answer.errors)).toEqual(['Team']);
  });
});

describe('a mistake in a section out of view brings that section', () => {
  test.each(['101', '-1'])('a discount of %s per cent while Basics is open', async (text) => {
    const { ana } = stage;
    const form = await openForm(ana, TEAM_WITHOUT_DISCOUNTS, 'Section');
    await form.type('Discount on plans', text);
    await section(form, 'Basics', 'Name');
    await form.type('Name', 'Northwind Camden');
    const ack = await form.submit();
    expect(ack.body).toMatchObject({ response_action: 'update' });
    expect(form.value('Section')).toBe('Prices (1 changed)');
    expect(form.text()).toContain(say.elsewhere(['Discount on plans'], 'Prices'));
    expect(form.text()).toContain('⚠️');
    expect(form.value('Discount on plans')).toBe(text);
    // What was typed in the other section is kept as well.
    await section(form, 'Basics', 'Name');
    expect(form.value('Name')).toBe('Northwind Camden');
  });

  test('the sentence stands right below its field', async () => {
    const form = await openForm(stage.ana, TEAM_WITHOUT_DISCOUNTS, 'Section');
    await form.type('Discount on charges', '250');
    await section(form, 'Social', 'Twitter');
    await form.type('Twitter', '@north');
    await form.submit();
    const lines = form.text().split('\n');
    const at = lines.indexOf('Discount on charges');
    expect(lines.slice(at, at + 4)).toEqual([
      'Discount on charges',
      expect.any(String),
      '250',
      expect.stringMatching(/^⚠️ .*100/),
    ]);
  });

  test('a new logo and “Remove logo” while People is open', async () => {
    const form = await openForm(stage.ana, '/nexudus team images Acme', 'Section');
    await form.type('Logo URL', 'https://pictures.example/logo.png');
    await form.tick('Remove logo');
    await section(form, 'People', 'Add members');
    await form.submit();
    expect(form.value('Section')).toBe('Images (2 changed)');
    expect(form.text()).toContain(say.elsewhere(['Logo URL'], 'Images'));
    expect(form.text()).toMatch(/not both/);
  });

  test('mistakes in two sections: the second is shown once the first is mended', async () => {
    const form = await openForm(stage.ana, TEAM_WITHOUT_DISCOUNTS, 'Section');
    await form.type('Discount on plans', '101');
    await section(form, 'Basics', 'Name');
    await form.type('Name', 'x'.repeat(255));
    await form.submit();
    expect(form.value('Section')).toBe('Basics (1 changed)');
    expect(form.text()).toMatch(/254.*255/);
    await form.type('Name', 'Northwind');
    await form.submit();
    expect(form.value('Section')).toBe('Prices (1 changed)');
    expect(form.text()).toContain('Enter a number from 0 to 100.');
  });

  test('a mistake in the open section is shown under its field, without redrawing', async () => {
    const form = await openForm(stage.ana, TEAM_WITHOUT_DISCOUNTS, 'Section');
    await form.type('Discount on passes', '100.5');
    const ack = await form.submit();
    expect(ack.body).toMatchObject({ response_action: 'errors' });
    expect(form.errors()).toEqual({ 'Discount on passes': expect.stringContaining('100') });
  });
});
