import { RESOURCE_NAMES } from '../nexudus/resources.ts';
import type { Sandbox } from '../start-sandbox.ts';
import type { HttpLog } from './http-log.ts';
import type { PanelShown } from './shown.ts';

const KEPT = 200;

// The bot gives all its inputs one action id; the block id tells which one it is.
const ownId = 'value';

function fieldOf(payload: object): string {
  const { block_id, actions } = payload as { block_id?: string; actions?: { block_id?: string }[] };
  return block_id ?? actions?.[0]?.block_id ?? ownId;
}

/** What lies behind the scenes, beside the page. */
export function showPanel({ slack, nexudus }: Sandbox, log: HttpLog): PanelShown {
  const { slowMs, down, throttle, refuse } = nexudus.switches;
  return {
    resources: RESOURCE_NAMES.map((name) => ({
      name,
      total: nexudus.names(name, '', 0).total,
      changes: nexudus.changes(name),
    })),
    calls: log.newest(KEPT),
    acks: slack.interactions
      .slice(-KEPT)
      .map((interaction) => ({
        id: log.idOf(interaction),
        at: interaction.at,
        kind: interaction.kind,
        name: interaction.name === ownId ? fieldOf(interaction.payload) : interaction.name,
        by: slack.people.find(({ id }) => id === interaction.person)?.realName ?? '',
        ms: interaction.ackMs,
        waiting: log.isWaiting(interaction, slack.now()),
        duplicate: interaction.duplicate === true,
      }))
      .reverse(),
    problems: slack.problems.slice(-20),
    switches: { slowMs, down, throttle, refuse, deliverTwice: slack.faults.deliverTwice },
  };
}
