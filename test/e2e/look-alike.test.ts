import { describe, expect, test } from '@jest/globals';
import type { Modal } from '../../src/sandbox/slack/start-slack.ts';
import { announced, botMessages, openForm } from '../support/channel.ts';
import { unknownOutcome } from '../support/outcomes.ts';
import { dens, statuses, untilShown } from '../support/room-acts.ts';
import { useStore } from '../support/use-store.ts';

const stage = useStore();
const LINES = 'Two screens & a "view".\nAsk <Ana> for the key.';

async function newDen(): Promise<Modal> {
  const form = await openForm(
    stage.ana,
    '/nexudus video-room create name=Den participants=8 location=Soho',
    'Name',
  );
  await form.type('Description', LINES);
  return form;
}

/** The room is made, and the answer holds nothing that can be read. */
async function lostAnswer(): Promise<void> {
  const form = await newDen();
  stage.nexudus.switches.emptyBodies = true;
  await form.submit();
  stage.nexudus.switches.emptyBodies = false;
}

/** Nexudus keeps the text in other words, and shows them in lists too. */
const keeps = (text: string) => () => {
  stage.nexudus.switches.bodyAs = (_path, json) =>
    json.replaceAll(JSON.stringify(LINES), JSON.stringify(text));
};

const reads = (property: string, value: unknown) =>
  stage.nexudus.switches.readAs.push({ resource: 'videorooms', property, value });

describe('a new room whose answer was lost is found, not made again', () => {
  test.each([
    [
      'rows of the list hold little',
      () => {
        stage.nexudus.switches.bodyAs = (path, json) => {
          if (!path.endsWith('/videorooms')) return json;
          const page = JSON.parse(json) as { Records: { Id: number; Name: string }[] };
          return JSON.stringify({ ...page, Records: page.Records.map(({ Id, Name }) => ({ Id, Name })) });
        };
      },
    ],
    ['its text is kept with other ends of lines', keeps(`${LINES.replace('\n', '\r\n')}\r\n`)],
    [
      'its text is kept as HTML',
      keeps('<p>Two screens &amp; a &quot;view&quot;.</p><p>Ask &lt;Ana&gt; for the key.</p>'),
    ],
  ])('%s', async (_what, kept) => {
    kept();
    await lostAnswer();
    await untilShown(stage, '✅', 10_000);
    expect(dens(stage)).toHaveLength(1);
    expect(statuses(stage)).toEqual([200]);
  });
});

describe('a room of the same name that differs', () => {
  async function doubt(): Promise<void> {
    reads('NumberOfParticipants', 50);
    await lostAnswer();
    await untilShown(stage, '⛔', 10_000);
  }

  test('is never followed by another one: it is named, and a person decides', async () => {
    await doubt();
    const { plain } = await announced(stage);
    expect(plain.split('\n')[0]).toEqual(unknownOutcome());
    expect(plain).toContain(`Den (#${dens(stage)[0]?.Id}`);
    expect(plain).toContain('Number of participants');
    expect(plain).not.toContain('Description');
    await stage.untilSettled();
    expect(stage.submissions().at(-1)).toMatchObject({ status: 'failed' });
    expect(dens(stage)).toHaveLength(1);
    expect(statuses(stage)).toEqual([200]);
  });

  test('is not theirs for whoever tries again: then the room is made, once', async () => {
    await doubt();
    await stage.ana.click(await announced(stage), 'Try again');
    await untilShown(stage, '✅', 10_000);
    expect(dens(stage)).toHaveLength(2);
    expect(statuses(stage)).toEqual([200, 200]);
    expect(botMessages(stage)).toHaveLength(1);
  });

  test('nor for whoever fixes it', async () => {
    await doubt();
    await stage.ana.click(await announced(stage), 'Fix and resubmit');
    const form = await stage.ana.waitForModal((modal) => modal.labels().includes('Name'));
    expect(form.value('Name')).toBe('Den');
    stage.nexudus.switches.readAs = [];
    await form.submit();
    await untilShown(stage, '✅', 10_000);
    expect(dens(stage)).toHaveLength(2);
  });

  test('is no matter where the first try certainly did nothing', async () => {
    const form = await newDen();
    stage.nexudus.put('videorooms', { Name: 'Den', NumberOfParticipants: 50, BusinessId: 1_414_940_210 });
    Object.assign(stage.nexudus.switches, { throttle: '409', only: 'writes', times: 1 });
    await form.submit();
    await untilShown(stage, '✅', 10_000);
    expect(dens(stage)).toHaveLength(2);
  });
});
