import type { HomeOnScreen, Modal, SlackPerson } from '../slack/start-slack.ts';
import type { Sandbox } from '../start-sandbox.ts';
import type { AppManifest } from './app-manifest.ts';
import type { HttpLog } from './http-log.ts';
import type { Reading } from './reading.ts';
import { showPanel } from './show-panel.ts';
import type { AppShown, ChannelShown, PersonShown, Shown, ViewShown } from './shown.ts';

export interface Scene {
  sandbox: Sandbox;
  manifest: AppManifest;
  reading: Reading;
  log: HttpLog;
  botState: AppShown['state'];
}

const WHAT: Readonly<Record<string, string>> = {
  ana: 'network admin',
  sam: 'front desk, no permission',
  priya: 'second admin, who approves',
  leo: 'location manager, of Soho only',
  uma: 'unrestricted administrator',
  ian: 'not active in Nexudus',
  tess: 'events, may change little',
  nora: 'not in Nexudus',
  gus: 'guest',
  una: 'e-mail address not confirmed',
  mo: 'e-mail address hidden',
  stella: 'of another Slack organisation',
};

const showPerson = ({ id, name, realName }: SlackPerson): PersonShown => ({
  id,
  realName,
  what: WHAT[name] ?? 'member',
});

/** Everything that this person sees now. */
export function show(scene: Scene, as: string, panel: boolean): Shown {
  const { slack } = scene.sandbox;
  const me = slack.person(as);
  const client = slack.as(as);
  const dm = slack.dm(as).id;
  const seen = slack.channels.filter(({ members }) => members.includes(me.id));
  return {
    me: me.id,
    people: slack.people.filter(({ isBot, deleted }) => !isBot && !deleted).map(showPerson),
    names: Object.fromEntries([
      ...slack.people.map(({ id, realName }) => [id, `@${realName}`]),
      ...slack.channels.map(({ id, name, kind }) => [id, kind === 'im' ? name : `#${name}`]),
      ...slack.usergroups.map(({ id, handle }) => [id, `@${handle}`]),
    ]),
    app: {
      ...scene.manifest,
      name: slack.person(slack.bot.userId).realName,
      userId: slack.bot.userId,
      dm,
      state: scene.botState,
    },
    channels: seen.map(({ id, name, kind, members, isExtShared }): ChannelShown => {
      const other = members.find((each) => each !== me.id) ?? me.id;
      return {
        id,
        name: kind === 'im' ? slack.person(other).realName : name,
        kind,
        shared: isExtShared,
        withBot: members.includes(slack.bot.userId),
        readTo: scene.reading.of(me.id, id),
      };
    }),
    messages: [...seen.flatMap(({ id }) => slack.messages(id)), ...slack.ephemerals(me.id)].sort(
      (one, other) => (one.ts < other.ts ? -1 : 1),
    ),
    modals: client.modals().map(showView),
    home: [client.home()].map((home) => home && showView(home))[0] ?? null,
    notice: client.notice() ?? null,
    panel: panel ? showPanel(scene.sandbox, scene.log) : null,
  };
}

function showView(view: HomeOnScreen | Modal): ViewShown {
  const { id, json } = view;
  return {
    id,
    type: json.type === 'home' ? 'home' : 'modal',
    title: 'title' in view ? view.title : '',
    ...('submitText' in view && { submit: view.submitText, close: view.closeText }),
    blocks: json.blocks as ViewShown['blocks'],
    fields: view.fields(),
    submitting: 'submitting' in view && view.submitting,
  };
}
