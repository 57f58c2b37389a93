import { describe, expect, test } from '@jest/globals';
import { holders, RECEPTION } from '../support/approvals.ts';
import { botMessages, newest, openForm } from '../support/channel.ts';
import { onlyBody, writes } from '../support/nexudus-calls.ts';
import { say } from '../support/sentences.ts';
import { accessRows, giveUntil, HOUR_MS, inPicker, leave, thread, untilIn } from '../support/temporary.ts';
import { useStore } from '../support/use-store.ts';

// Access that ends by itself: users are added to a role until a moment, and the bot takes it away again.
const stage = useStore();
const SAM = 1_412_000_003;
const PRIYA = 1_412_000_004;
const LEO = 1_412_000_005;

const ended = async (message: Parameters<typeof thread>[1]) => {
  await stage.until(
    () => thread(stage, message).some((text) => text.startsWith('✅ Ended temporary access to Reception')),
    'the end in the thread',
    20_000,
  );
  await stage.untilSettled(15_000);
};
const messageNow = (ts: string) => botMessages(stage).find((one) => one.ts === ts);

describe('the form', () => {
  test('takes the end in words, in the person’s zone; it can be changed', async () => {
    stage.slack.person('Ana').tz = 'Europe/Madrid';
    const form = await openForm(
      stage.ana,
      '/nexudus role add-users Reception leo@harbour.example until 4 december 2028 18:00',
      'Until',
    );
    expect(form.value('Users')).toEqual(['Leo Brandt']);
    expect(new Date(untilIn(form)).toISOString()).toBe('2028-12-04T17:00:00.000Z');
    expect(form.text()).not.toContain('Not recognised');
  });

  test('names an end that isn’t understood, and fills in the rest', async () => {
    const form = await openForm(
      stage.ana,
      '/nexudus role add-users Reception leo@harbour.example until the cows come home',
      'Until',
    );
    expect(form.text()).toContain(say.leftovers(['Until: the cows come home']));
    expect(form.value('Until')).toBe('');
    expect(form.value('Users')).toEqual(['Leo Brandt']);
  });

  test('refuses an end in the past under its field, and sends nothing', async () => {
    const form = await openForm(stage.ana, '/nexudus role add-users Reception leo@harbour.example', 'Until');
    await form.type('Until', inPicker(Date.now() - HOUR_MS));
    await form.submit();
    await stage.until(() => JSON.stringify(form.errors()).includes('in the past'), 'the sentence', 10_000);
    expect(Object.keys(form.errors())).toEqual(['Until']);
    expect(writes(stage)).toEqual([]);
  });

  test('says before it is sent whether it is permanent or until when', async () => {
    const { ana } = stage;
    const form = await openForm(ana, '/nexudus role add-users Reception leo@harbour.example', 'Until');
    await form.submit();
    expect(ana.modal()?.text()).toContain(say.permanent);
    await ana.modal()?.close();
    await form.type('Until', inPicker(Date.now() + 72 * HOUR_MS));
    await form.submit();
    expect(ana.modal()?.text()).toContain(say.temporaryUntil.trim());
  });
});

describe('what was given until a moment', () => {
  test('ends then: who was added is removed, all else stays, and the thread says so', async () => {
    const message = await giveUntil(stage);
    expect(message.plain).toContain(say.temporaryUntil);
    expect(message.buttons).toEqual([say.extend, say.endNow, 'Undo']);
    expect(holders(stage)).toEqual([SAM, LEO]);
    // Somebody else is added for good in Nexudus meanwhile.
    stage.nexudus.put('userroles', { Id: RECEPTION, Users: [SAM, LEO, PRIYA] });
    leave(stage, -1);
    await ended(message);
    expect(holders(stage)).toEqual([SAM, PRIYA]);
    expect(thread(stage, message).at(-1)).toContain('Leo Brandt');
    await stage.until(
      () => messageNow(message.ts)?.plain.includes(say.hasEnded) ?? false,
      'the message',
      10_000,
    );
    expect(messageNow(message.ts)?.buttons).toEqual([]);
    expect(writes(stage)).toHaveLength(2);
    expect(writes(stage).at(-1)?.requestBody).toMatchObject({ RemovedUsers: [LEO], AddedUsers: [] });
    // Both ends are in the audit log.
    expect(stage.submissions().map(({ operation, status, cause }) => [operation, status, cause])).toEqual([
      ['role.add-users', 'succeeded', null],
      ['role.end-access', 'succeeded', 'end-of-access'],
    ]);
  });

  test('is not there of what was given for good', async () => {
    const form = await openForm(stage.ana, '/nexudus role add-users Reception leo@harbour.example', 'Until');
    await form.submit();
    await stage.ana.modal()?.submit();
    await stage.until(() => newest(stage)?.plain.startsWith('✅') ?? false, 'the message', 15_000);
    expect(newest(stage)?.plain).toContain(say.permanent);
    expect(newest(stage)?.buttons).toEqual(['Undo']);
    expect(accessRows(stage).map(({ status }) => status)).toEqual(['for-good']);
    expect(onlyBody(stage)).toMatchObject({ AddedUsers: [LEO] });
  });
});
