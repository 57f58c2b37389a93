import { describe, expect, test } from '@jest/globals';
import { announced, botMessages, expectClosed, linesOf, openForm, receiptOf } from '../support/channel.ts';
import { expectOnlyChanged, found, writes } from '../support/nexudus-calls.ts';
import { done, notDone, resultOf } from '../support/outcomes.ts';
import { say } from '../support/sentences.ts';
import { useSandbox } from '../support/use-sandbox.ts';

const stage = useSandbox();
const ACME = 1_414_300_001;
const NEW_ROOM = '/nexudus video-room create name=Den participants=8 location=Soho';

const refuse = (...errors: [property: string, message: string][]) => {
  stage.nexudus.switches.refuse = errors.map(([property, message]) => ({ property, message }));
};

/** Ana is told in a direct message. */
const toldAna = (said: string): Promise<unknown> =>
  stage.until(
    () =>
      JSON.stringify(stage.slack.messages(stage.slack.dm('Ana').id).map(({ plain }) => plain)).includes(said),
    `a direct message: ${said}`,
    10_000,
  );

describe('what Nexudus refuses is told under the field it names', () => {
  test('and in one compact line in the channel', async () => {
    const { ana } = stage;
    const form = await openForm(ana, '/nexudus video-room create name=Den participants=900', 'Name');
    await form.pick('Location', 'Camden');
    await form.type('Description', 'As typed');
    refuse(['NumberOfParticipants', 'must be 500 or less']);
    const ack = await form.submit();
    expect(ack.status).toBe(200);
    expect(ack.body).toMatchObject({ response_action: 'errors' });
    expect(form.errors()).toEqual({
      'Number of participants': 'Number of participants must be 500 or less.',
    });
    expect(form.value('Description')).toBe('As typed');
    expect(form.value('Location')).toBe('Camden');
    const message = await announced(stage);
    expect(resultOf(message)).toEqual({
      head: notDone('@Ana Ruiz'),
      changes: [],
      buttons: ['Fix and resubmit'],
    });
    expect(message.plain).toContain('Number of participants must be 500 or less.');
    expect(stage.nexudus.records('videorooms')).toHaveLength(8);
  });

  test.each([
    ['Business', 'Location'],
    ['BusinessId', 'Location'],
    ['businessid', 'Location'],
    ['NAME', 'Name'],
    ['NewImageUrl', 'Image URL'],
  ])('PropertyName %s of a new room means %s', async (property, label) => {
    const form = await openForm(stage.ana, NEW_ROOM, 'Name');
    refuse([property, 'is a required field']);
    await form.submit();
    expect(form.errors()).toEqual({ [label]: `${label} is a required field.` });
    expect(linesOf(await announced(stage))[1]).toContain(`${label} is a required field.`);
  });

  test('a field that is too long to be shown has its error beside it', async () => {
    const { ana, nexudus } = stage;
    const long = 'x'.repeat(3001);
    nexudus.put('videorooms', { ...nexudus.named('videorooms', 'Focus room'), Description: long });
    const form = await openForm(ana, '/nexudus video-room update "Focus room"', 'Name');
    await form.type('Name', 'Quiet room');
    refuse(['Description', 'is too long']);
    await form.submit();
    await ana.waitForModal((modal) => modal.text().includes('⚠️ Description is too long.'));
    expect(form.value('Name')).toBe('Quiet room');
    await announced(stage);
  });

  test('boxes of a group have what is wrong with each under their input', async () => {
    const form = await openForm(stage.ana, '/nexudus team images Acme', 'Section');
    await form.tick('Remove logo');
    await form.tick('Remove image 3');
    refuse(['ClearTeamLogoFile', 'is not valid'], ['ClearTeamImage3File', 'is in use']);
    await form.submit();
    expect(form.errors()).toEqual({ Removal: 'Remove logo is not valid. Remove image 3 is in use.' });
    expect([form.value('Remove logo'), form.value('Remove image 3')]).toEqual([true, true]);
    await announced(stage);
  });

  test.each([
    ['Members', 'Add members'],
    ['AddedMembers', 'Add members'],
    ['RemovedMembers', 'Remove members'],
    ['Administrator', 'Administrator'],
  ])('PropertyName %s of a workspace means %s', async (property, label) => {
    const form = await openForm(stage.ana, '/nexudus workspace update Newsletter', 'Name');
    await form.type('Name', 'Another');
    refuse([property, 'is not valid']);
    await form.submit();
    expect(form.errors()).toEqual({ [label]: `${label} is not valid.` });
    await announced(stage);
  });

  test('several errors go to their fields, two of one field together', async () => {
    const form = await openForm(stage.ana, NEW_ROOM, 'Name');
    refuse(
      ['Name', 'is already in use'],
      ['NumberOfParticipants', 'Too many.'],
      ['Name', 'may not hold a dot'],
    );
    await form.submit();
    expect(form.errors()).toEqual({
      Name: 'Name is already in use. Name may not hold a dot.',
      'Number of participants': 'Too many.',
    });
    await announced(stage);
  });

  test('HTTP 200 with WasSuccessful: false is a refusal like any other', async () => {
    const { ana, nexudus } = stage;
    const before = found(stage, 'teams', ACME);
    const form = await openForm(ana, '/nexudus team rename Acme to "Acme Ltd"', 'New name');
    nexudus.switches.refuseWith200 = true;
    refuse(['Name', 'is already in use']);
    await form.submit();
    expect(writes(stage).map(({ status }) => status)).toEqual([200]);
    expect(form.errors()).toEqual({ 'New name': 'New name is already in use.' });
    expect(form.value('New name')).toBe('Acme Ltd');
    expect(linesOf(await announced(stage))[0]).toEqual(notDone('@Ana Ruiz'));
    expectOnlyChanged(before, nexudus.record('teams', ACME), {});
  });
});

describe('an error that fits no field is not lost', () => {
  test.each([
    ['Country', 'is a required field', 'Country is a required field.', false],
    ['', 'Ooops! There was a problem.', 'Ooops! There was a problem.', true],
    // The form for renaming has no such field, so what is said of it may be private.
    ['PayingMember', 'Siobhán owes 12 pounds.', 'PayingMember: Siobhán owes 12 pounds.', false],
  ])('PropertyName “%s”: at the top of the form', async (property, message, said, isForAll) => {
    const form = await openForm(stage.ana, '/nexudus team rename Acme to "Acme Ltd"', 'New name');
    refuse([property, message]);
    const ack = await form.submit();
    expect(ack.body).toMatchObject({ response_action: 'update' });
    expect(form.text().split('\n')[1]).toBe(said);
    expect(form.value('New name')).toBe('Acme Ltd');
    const inChannel = await announced(stage);
    if (isForAll) expect(linesOf(inChannel)[1]).toContain(said);
    else {
      expect(`${inChannel.plain} ${inChannel.text}`).not.toContain(message);
      expect(linesOf(inChannel)[0]).toEqual(notDone('@Ana Ruiz'));
      await toldAna(said);
    }
  });

  test('nor does one of a change with something private in it stand in the channel', async () => {
    const { ana } = stage;
    const form = await openForm(ana, '/nexudus team billing Acme', 'Share passes');
    await form.tick('Share passes', false);
    refuse(['', 'Siobhán owes 12 pounds.'], ['Name', 'of Siobhán is taken']);
    await form.submit();
    const inChannel = await announced(stage);
    expect(`${inChannel.plain} ${inChannel.text}`).not.toMatch(/Siobh|12 pounds|taken/);
    expect(inChannel.plain).toContain('Name');
    await toldAna('Siobhán owes 12 pounds.');
  });

  test('beside one that does fit: both are shown', async () => {
    const form = await openForm(stage.ana, NEW_ROOM, 'Name');
    refuse(['Name', 'is already in use'], ['Country', 'is a required field']);
    await form.submit();
    expect(form.text()).toContain('Country is a required field.');
    expect(form.text()).toContain('⚠️ Name is already in use.');
    expect(linesOf(await announced(stage))[1]).toContain('Name');
    await toldAna('Name is already in use. Country is a required field.');
  });

  test('the Ooops of the API, which names nothing', async () => {
    const form = await openForm(stage.ana, NEW_ROOM, 'Name');
    Object.assign(stage.nexudus.switches, { down: 'ooops400', only: 'writes' });
    await form.submit();
    expect(form.text()).toContain('Ooops! There was a problem while running this action…');
    expect(form.value('Name')).toBe('Den');
    await announced(stage);
  });
});

describe('an error of a section out of view', () => {
  test('brings that section, names the field in an alert and stands beside it', async () => {
    const { ana } = stage;
    const form = await openForm(ana, '/nexudus team update Acme', 'Name');
    await form.type('Name', 'Acme Ltd');
    refuse(['ProfileWebsite', 'is not a web address']);
    const ack = await form.submit();
    expect(ack.body).toMatchObject({ response_action: 'update' });
    expect(form.value('Section')).toBe('Profile');
    const lines = form.text().split('\n');
    expect(lines).toContain(say.elsewhere(['Profile website'], 'Profile'));
    const at = lines.indexOf('Profile website');
    expect(lines[at + 1]).toBe('https://acme.example');
    expect(lines[at + 2]).toBe('⚠️ Profile website is not a web address.');
    expect(linesOf(await announced(stage))[1]).toContain('Profile website is not a web address.');
  });

  test('an error on a private field shows only its name in the channel', async () => {
    const form = await openForm(stage.ana, '/nexudus team update Acme', 'Name');
    await form.type('Name', 'Acme Ltd');
    refuse(['DiscountTariffs', 'of 66 is too much for Siobhán'], ['PayingMember', 'Siobhán owes 12 pounds.']);
    await form.submit();
    const message = await announced(stage);
    expect(linesOf(message)[1]).toMatch(
      /Discount on plans.*Paying customer|Paying customer.*Discount on plans/,
    );
    expect(JSON.stringify(message)).not.toMatch(/Siobh|66 is|is too much|12 pounds/);
    // In the form the person reads all of it.
    expect(form.text()).toMatch(/66 is too much|owes 12 pounds/);
  });
});

describe('after a refusal', () => {
  test('the success edits the message of the refusal: one message, one receipt', async () => {
    const { ana, nexudus } = stage;
    const form = await openForm(ana, NEW_ROOM, 'Name');
    refuse(['Name', 'is already in use']);
    await form.submit();
    const refused = await announced(stage);
    const receipt = receiptOf(refused);
    nexudus.switches.refuse = [];
    await form.type('Name', 'Den 2');
    expectClosed(ana, await form.submit());
    await stage.until(() => botMessages(stage)[0]?.edited !== undefined, 'the edit of the message');
    const after = await announced(stage);
    expect(after.ts).toBe(refused.ts);
    expect(receiptOf(after)).toBe(receipt);
    expect(linesOf(after)[0]).toEqual(done('Den 2', '@Ana Ruiz'));
    expect(after.plain).not.toContain('already in use');
    expect(nexudus.named('videorooms', 'Den 2').NumberOfParticipants).toBe(8);
  });

  test('a second refusal edits it too', async () => {
    const form = await openForm(stage.ana, NEW_ROOM, 'Name');
    refuse(['Name', 'is already in use']);
    await form.submit();
    await announced(stage);
    refuse(['Name', 'is a bad word']);
    await form.submit();
    await stage.until(() => botMessages(stage)[0]?.edited !== undefined, 'the edit of the message');
    expect(linesOf(await announced(stage))[1]).toContain('Name is a bad word.');
    expect(form.errors()).toEqual({ Name: 'Name is a bad word.' });
  });

  test('words of Nexudus that look like markup or mentions are shown as they are', async () => {
    const form = await openForm(stage.ana, NEW_ROOM, 'Name');
    refuse(['Name', 'is <!here> *bold* <https://evil.example|click> & taken']);
    await form.submit();
    const message = await announced(stage);
    expect(linesOf(message)[1]).toContain('Name is <!here> *bold* <https://evil.example|click> & taken.');
    expect(message.mentions).toEqual(['U0ANA0000']);
    expect(Object.values(form.errors())).toEqual([
      'Name is <!here> *bold* <https://evil.example|click> & taken.',
    ]);
  });
});
