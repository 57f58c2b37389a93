import type { SlackStandIn } from '../../src/sandbox/slack/start-slack.ts';
import { judgeUndone } from './crash-undo.ts';
import type { AnnouncementSeen, Case, Watch } from './crash-watch.ts';
import { claimOf, isMarkedRepeat, receiptIn, standingOf } from './crash-words.ts';

export interface Repeats {
  /** Told again because the kill fell between Slack's acceptance and the bot's note of it. */
  repeats: number;
  /** Told once with the mark of a repeat: the kill fell just before Slack was asked. */
  markedOnly: number;
}

/** What was sent just before a kill may arrive a moment after it. */
const IN_FLIGHT_MS = 2000;

const lastOf = ({ versions }: AnnouncementSeen): string => versions.at(-1)?.plain ?? '';

/** What only shows once everything is over. */
export function judge(watch: Watch, slack: SlackStandIn, killsAt: readonly number[]): Repeats {
  const counted: Repeats = { repeats: 0, markedOnly: 0 };

  /** How often approval had been asked for by then: what is sent again after a denial may be denied again. */
  const asksUntil = (one: Case, then: number): number =>
    one.announced
      .flatMap(({ versions }) => versions)
      .filter(({ at, plain }) => at <= then && standingOf(plain) === 'awaiting').length;

  /** @param each with another text before the receipt it is another announcement: each press of a form has its own reply */
  const repeatsOf = (one: Case, where: string, announcements: readonly AnnouncementSeen[], each = false) => {
    const bySame = new Map<string, AnnouncementSeen[]>();
    for (const announcement of announcements) {
      const text = announcement.versions[0]?.plain ?? '';
      const receipt = receiptIn(text) ?? '';
      const same = each ? `${text.split(receipt)[0]}${receipt} ${asksUntil(one, announcement.at)}` : receipt;
      bySame.set(same, [...(bySame.get(same) ?? []), announcement]);
    }
    for (const [receipt, [first, ...more]] of bySame) {
      if (first && isMarkedRepeat(first.versions[0]?.plain ?? '')) counted.markedOnly += 1;
      let before = first?.at ?? 0;
      for (const again of more) {
        counted.repeats += 1;
        const [text] = again.versions.map(({ plain }) => plain);
        if (!isMarkedRepeat(text ?? ''))
          watch.violation(
            'repeat without a mark',
            `${where} ${receipt}: ${text?.replaceAll('\n', ' / ')}`,
            one,
          );
        if (!killsAt.some((at) => at >= before - IN_FLIGHT_MS && at <= again.at))
          watch.violation('repeat without need', `${where} ${receipt}: no kill between the two`, one);
        before = again.at;
      }
    }
  };

  /** A message that calls the outcome unknown is true of what was done, too. */
  const saysNotDone = (one: Case): boolean => {
    const [last] = one.announced.slice(-1);
    return !last || claimOf(lastOf(last)) === 'not done';
  };

  for (const one of watch.cases) {
    const { work, made, ended } = one;
    const there = watch.holds(work.mark);
    if (ended === 'done') {
      if (made.times !== 1)
        watch.violation(
          made.times > 1 ? 'written twice' : 'false sentence',
          `told as done, written ${made.times} times`,
          one,
        );
      else if (!there) watch.violation('lost', 'what was written is gone again', one);
    } else if (ended === 'undone') judgeUndone(watch, one);
    else if (ended !== 'violation' && there && saysNotDone(one))
      watch.violation('false sentence', `ended as ${ended}, and it is there`, one);
    if (work.denied && watch.holds(work.denied))
      watch.violation('written without approval', 'what was denied is there', one);
    if (work.stays && !watch.holds(work.stays))
      watch.violation('lost', `${work.stays.property} was cleared unasked`, one);
    repeatsOf(one, 'in the channel', one.announced);
    repeatsOf(one, 'in the thread', one.replies, true);
    repeatsOf(one, 'by direct message', one.details);
    if (ended === 'done' && work.channel === '#partners' && one.details.length === 0)
      watch.violation('details lost', 'the promised direct message never came', one);
    const [last] = one.announced.slice(-1);
    if (ended === 'done' && last && !lastOf(last).startsWith('✅'))
      watch.violation('false sentence', `the last message says: ${lastOf(last)}`, one);
  }
  // A trigger that is three seconds old: the bot that was asked came up late on a busy machine. 502: the round-robin had just handed it to
  // the one that was killed.
  const expected = /no ack within|the bot cannot be reached|the bot answered 502|expired_trigger_id/;
  for (const problem of new Set(slack.problems.filter((each) => !expected.test(each))))
    watch.violation('refused by Slack', problem);
  return counted;
}

/** Cards that still ask for a decision on what is over. */
export function judgeCards(watch: Watch): void {
  for (const card of watch.cards) {
    if (card.message.buttons.includes('Approve') && (!card.case || card.case.ended))
      watch.violation('card left asking', lastOf(card).replaceAll('\n', ' / '), card.case);
  }
}
