import { expect, test } from '@jest/globals';
import type { Modal } from '../../src/sandbox/slack/start-slack.ts';
import { botMessages, openForm } from '../support/channel.ts';
import { useCosts } from '../support/use-costs.ts';

// What each operation costs a bot that was asked the same just before. The table of docs/performance.md says the same.
const { stage, costOf } = useCosts();

/** Opening a form, and submitting it, where the same was done just before. */
async function costs(open: (time: number) => Promise<Modal>, confirm = false) {
  const submit = async (form: Modal) => {
    const announced = botMessages(stage).length;
    await form.submit();
    if (confirm) await stage.ana.modal()?.submit();
    await stage.until(() => botMessages(stage).length > announced, 'the result', 20_000);
  };
  await submit(await open(1));
  // What was forgotten with the write is read again.
  let form = await open(2);
  await form.close();
  const opening = await costOf(async () => {
    form = await open(2);
  });
  return { opening, submitting: await costOf(() => submit(form)) };
}

test('creating a video room', async () => {
  const open = (time: number) =>
    openForm(stage.ana, `/nexudus video-room create name="Den ${time}" participants=8 location=Soho`, 'Name');
  expect(await costs(open)).toEqual({
    opening: { nexudus: [], slack: ['views.open', 'views.update'], statements: 1 },
    submitting: {
      nexudus: ['POST /api/community/videorooms', 'GET /api/community/videorooms/#'],
      slack: ['chat.postMessage'],
      statements: 9,
    },
  });
});

test('renaming a team', async () => {
  const open = (time: number) =>
    openForm(stage.ana, `/nexudus team rename ${time === 1 ? 'Acme' : 'Acme1'} to "Acme${time}"`, 'New name');
  expect(await costs(open)).toEqual({
    opening: { nexudus: ['GET /api/spaces/teams/#'], slack: ['views.open', 'views.update'], statements: 1 },
    submitting: {
      nexudus: ['GET /api/spaces/teams/#', 'PUT /api/spaces/teams', 'GET /api/spaces/teams/#'],
      slack: ['chat.postMessage'],
      statements: 9,
    },
  });
});

test('changing a video room', async () => {
  const open = async (time: number) => {
    const form = await openForm(
      stage.ana,
      '/nexudus video-room update "Focus room"',
      'Number of participants',
    );
    await form.type('Number of participants', String(20 + time));
    return form;
  };
  expect(await costs(open)).toEqual({
    opening: {
      nexudus: ['GET /api/community/videorooms/#'],
      slack: ['views.open', 'views.update'],
      statements: 1,
    },
    submitting: {
      nexudus: [
        'GET /api/community/videorooms/#',
        'PUT /api/community/videorooms',
        'GET /api/community/videorooms/#',
      ],
      slack: ['chat.postMessage'],
      statements: 9,
    },
  });
});

test('adding someone to a role', async () => {
  const open = async (time: number) => {
    const form = await openForm(stage.ana, '/nexudus role add-users Reception', 'Users');
    await form.pick('Users', time === 1 ? 'Leo Brandt' : 'Tess Oduya');
    return form;
  };
  expect(await costs(open, true)).toEqual({
    opening: {
      nexudus: ['GET /api/security/userroles/#'],
      slack: ['views.open', 'views.update'],
      statements: 1,
    },
    submitting: {
      nexudus: [
        // For the review, and right before the write.
        'GET /api/security/userroles/#',
        ...['GET /api/security/userroles/#', 'PUT /api/security/userroles', 'GET /api/security/userroles/#'],
      ],
      slack: ['chat.postMessage'],
      statements: 16,
    },
  });
});

test('changing a role', async () => {
  const open = async (time: number) => {
    const form = await openForm(stage.ana, '/nexudus role update Events', 'Name');
    await form.pick('Add permissions', time === 1 ? 'Team-Read' : 'Team-Edit');
    return form;
  };
  expect(await costs(open, true)).toEqual({
    opening: {
      nexudus: ['GET /api/security/userroles/#'],
      slack: ['views.open', 'views.update'],
      statements: 1,
    },
    submitting: {
      nexudus: [
        // For the review, and right before the write.
        'GET /api/security/userroles/#',
        ...['GET /api/security/userroles/#', 'PUT /api/security/userroles', 'GET /api/security/userroles/#'],
      ],
      slack: ['chat.postMessage'],
      statements: 13,
    },
  });
});

const updated = (path: string) => ({
  opening: { nexudus: [`GET ${path}/#`], slack: ['views.open', 'views.update'], statements: 1 },
  submitting: {
    nexudus: [`GET ${path}/#`, `PUT ${path}`, `GET ${path}/#`],
    slack: ['chat.postMessage'],
    statements: 9,
  },
});

test('changing a collaboration workspace', async () => {
  const open = async (time: number) => {
    const form = await openForm(stage.ana, '/nexudus workspace update Newsletter', 'Description');
    await form.type('Description', `Drafts ${time}`);
    return form;
  };
  expect(await costs(open)).toEqual(updated('/api/collaboration/workspaces'));
});

test('changing a team', async () => {
  const open = async (time: number) => {
    const form = await openForm(stage.ana, '/nexudus team update Acme', 'Description');
    await form.type('Description', `Makers ${time}`);
    return form;
  };
  expect(await costs(open)).toEqual(updated('/api/spaces/teams'));
});

test('typing into a picker of a short list', async () => {
  const form = await openForm(stage.ana, '/nexudus video-room create', 'Location');
  await form.search('Location', 'so');
  expect(await costOf(() => form.search('Location', 'sho'))).toEqual({
    nexudus: [],
    slack: [],
    statements: 0,
  });
});
