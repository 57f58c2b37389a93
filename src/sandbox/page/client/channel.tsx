import { useEffect } from 'preact/hooks';
import type { ChannelShown, SlackMessage } from '../shown.ts';
import type { SlashCommand } from './completions.ts';
import { Composer } from './composer.tsx';
import { Menu } from './menu.tsx';
import { MessageList } from './message-list.tsx';
import { usePage } from './page-context.ts';

const builtIn: SlashCommand[] = [
  { command: '/invite', hint: '@someone', description: 'Invite another member to this channel', by: 'Slack' },
];

export const titleOf = ({ kind, name }: ChannelShown): string => (kind === 'im' ? name : `#${name}`);

/** Marks the channel as read while someone looks at it. */
export function useRead(channel: ChannelShown | undefined, messages: SlackMessage[]): void {
  const { act } = usePage();
  const newest = messages.at(-1)?.ts ?? '';
  useEffect(() => {
    if (channel && newest > channel.readTo && document.visibilityState === 'visible')
      void act({ do: 'read', channel: channel.id, ts: newest });
  }, [channel?.id, channel?.readTo, newest]);
}

export function ShortcutsMenu({ channel }: { channel?: string }) {
  const { shown, act } = usePage();
  return (
    <Menu
      label="Shortcuts"
      sign={<span aria-hidden="true">⚡︎</span>}
      entries={shown.app.shortcuts
        .filter(({ type }) => type === 'global')
        .map(({ id, name, description }) => ({
          text: name,
          description,
          choose: () => void act({ do: 'shortcut', id, channel }),
        }))}
    />
  );
}

/** What the composer of a channel does with a text. */
export function useSend(channel: string) {
  const { shown, act } = usePage();
  const commands: SlashCommand[] = [
    ...shown.app.commands.map((each) => ({ ...each, by: shown.app.name })),
    ...builtIn,
  ];
  const send = async (text: string): Promise<string | undefined> => {
    const [, command, rest = ''] = /^(\/\S+)\s*([\s\S]*)$/.exec(text) ?? [];
    if (!command) await act({ do: 'say', channel, text });
    else if (command === '/invite') {
      const [person] = /^@?\S+/.exec(rest) ?? [];
      if (!person) return 'Say whom: /invite @nexudus';
      await act({ do: 'invite', channel, person });
    } else if (!commands.some((each) => each.command === command))
      return `${command} is not a valid command. In Slack, all messages that start with the “/” character are interpreted as commands.`;
    else await act({ do: 'command', channel, text });
    return undefined;
  };
  return { commands, send };
}

interface ChannelProps {
  channel: ChannelShown;
  notice: string | null;
  dismissNotice(): void;
}

export function Channel({ channel, notice, dismissNotice }: ChannelProps) {
  const { shown } = usePage();
  const all = shown.messages.filter((each) => each.channel === channel.id);
  const title = titleOf(channel);
  const { commands, send } = useSend(channel.id);
  useRead(channel, all);
  return (
    <main class="channel column">
      <header class="pane-head row">
        <h2>{title}</h2>
        <p class="hint fill">
          {[
            channel.kind === 'private' && 'private',
            channel.shared && 'shared with another organisation',
            channel.kind !== 'im' && !channel.withBot && `${shown.app.name} is not a member`,
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
        <ShortcutsMenu channel={channel.id} />
      </header>
      <MessageList
        key={channel.id}
        label={`Messages in ${title}`}
        messages={all.filter(({ thread_ts }) => thread_ts === undefined)}
        all={all}
        empty={`This is the very beginning of ${title}. Type /nexudus and press Enter.`}
      />
      {notice && (
        <p class="notice" role="alert">
          {notice}
          <button type="button" class="icon-button" aria-label="Dismiss" onClick={dismissNotice}>
            ×
          </button>
        </p>
      )}
      <Composer key={`${channel.id} composer`} label={`Message ${title}`} send={send} commands={commands} />
    </main>
  );
}
