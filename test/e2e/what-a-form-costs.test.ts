import { beforeEach, expect, test } from '@jest/globals';
import { openForm } from '../support/channel.ts';
import { useStore } from '../support/use-store.ts';

// Counted, because times say nothing on a busy machine: docs/performance.md has the times.

const stage = useStore({
  ofOneProcess: 'counts with SQLite’s triggers, and PostgreSQL’s forms cost one statement more',
});
beforeEach(async () => {
  // A bot that knows nothing yet, so that what it reads ahead can be waited for.
  await stage.bot.stop();
  await stage.startAgain();
  stage.sql('create table if not exists counted (form text)');
  for (const event of ['insert', 'update'])
    stage.sql(`create trigger if not exists count_${event} after ${event} on forms begin
      insert into counted values (new.id); end`);
});

/** What was called and kept while this was done. */
async function costOf(act: () => Promise<unknown>) {
  const { slack, nexudus } = stage;
  stage.sql('delete from counted');
  slack.calls.length = 0;
  nexudus.calls.length = 0;
  await act();
  return {
    slack: slack.calls.map(({ method }) => method),
    nexudus: nexudus.calls.map(({ method, path }) => `${method} ${path}`),
    kept: stage.sql('select count(*) as times from counted')[0]?.times,
  };
}

/** Opens a form, and waits for these lists: what is read ahead once it is there would be counted for what comes next. */
async function openAndRead(command: string, label: string, lists: string[]) {
  const form = await openForm(stage.ana, command, label);
  const isRead = (list: string) => stage.nexudus.calls.some(({ path }) => path === list);
  await stage.until(() => lists.every(isRead), `the reading of ${lists}`, 15_000);
  return form;
}

test('a form is two calls to Slack, is kept once, and asks Nexudus for nothing that is known', async () => {
  const { ana } = stage;
  const command = '/nexudus video-room create name="Blue room"';
  const form = await openAndRead(command, 'Number of participants', ['/api/sys/businesses']);
  await form.close();
  const open = () => openForm(ana, command, 'Number of participants');
  expect(await costOf(open)).toEqual({ slack: ['views.open', 'views.update'], nexudus: [], kept: 1 });
});

test('another section is one call to Slack, and is kept once', async () => {
  const { ana } = stage;
  const form = await openAndRead('/nexudus team update Acme', 'Description', [
    '/api/spaces/teams',
    '/api/spaces/coworkers',
    '/api/sys/businesses',
    '/api/billing/tariffs',
    '/api/billing/extraservices',
  ]);
  const cost = await costOf(async () => {
    await form.pick('Section', 'Social');
    await ana.waitForModal((modal) => modal.labels().includes('Twitter'));
  });
  expect(cost).toEqual({ slack: ['views.update'], nexudus: [], kept: 1 });
});

test('a record that is picked is one reading of Nexudus; the form is shown and kept once while it loads and once after', async () => {
  const { ana, nexudus } = stage;
  const form = await openAndRead('/nexudus video-room update', 'Video room', [
    '/api/community/videorooms',
    '/api/sys/businesses',
  ]);
  await form.search('Video room', '');
  Object.assign(nexudus.switches, { slowMs: 1000, only: 'reads', times: 1 });
  const cost = await costOf(async () => {
    await form.pick('Video room', 'Focus room');
    await ana.waitForModal((modal) => modal.labels().includes('Description'));
  });
  expect(cost.nexudus).toEqual(['GET /api/community/videorooms/1414200002']);
  expect(cost.slack).toEqual(['views.update', 'views.update']);
  expect(cost.kept).toBe(2);
});
