import type { Delivery } from './delivery.ts';
import type { Offer } from './field-options.ts';
import type { Payloads } from './payloads.ts';
import type { SlackPerson } from './people.ts';
import type { ResponseUrls } from './response-urls.ts';
import type { Ack } from './slack-stand-in.ts';
import type { Slack } from './web-api-answer.ts';

export const trouble = 'We had some trouble connecting. Try again?';
export const nothingSent: Ack = { status: 0, ms: 0, body: undefined, timedOut: false };

export const acked = (ack: Ack): boolean => ack.status >= 200 && ack.status < 300;

export interface Backstage {
  slack: Slack;
  delivery: Delivery;
  payloads: Payloads;
  urls: ResponseUrls;
}

/** What one person's Slack client remembers, and their way to the bot. */
export class PersonSession {
  readonly person: SlackPerson;
  readonly stage: Backstage;
  notice: string | undefined;
  /** What each menu showed last, by view and field. */
  readonly offered = new Map<string, Offer[]>();
  picture: () => string = () => '';

  constructor(person: SlackPerson, stage: Backstage) {
    this.person = person;
    this.stage = stage;
  }

  /** Sends an interaction and shows Slack's own words when the bot does not take it. */
  async interact(what: string, name: string, payload: object, failure = trouble): Promise<Ack> {
    this.forgetNotice();
    const parcel = { kind: 'interactive', what, name, person: this.person.id, payload } as const;
    const ack = await this.stage.delivery.send(parcel);
    if (!acked(ack)) this.show(failure);
    return ack;
  }

  /** What was said is about something earlier. */
  forgetNotice(): void {
    if (this.notice === undefined) return;
    this.notice = undefined;
    this.stage.slack.world.changed();
  }

  show(notice: string): void {
    this.notice = notice;
    this.stage.slack.world.changed();
  }
}
