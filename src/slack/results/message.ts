import type { KnownBlock, RichTextElement } from '@slack/types';
import { limits, shortened } from '../../forms/limits.ts';
import { line, note, person, words } from '../../forms/rich-text.ts';
import type { Operation } from '../../operations/operation.ts';
import type { Submission } from '../../submissions/submission.ts';
import { doneOf, plainTitle, resultTitle, type TitlePart } from '../text/result-title.ts';
import { say } from '../text/say.ts';
import type { Announced, Reader } from './announced.ts';
import { contextLine } from './context-line.ts';
import { resultParts } from './result-parts.ts';

/** A message for a channel. */
export interface Message {
  /** For notifications and screen readers. */
  text: string;
  blocks: KnownBlock[];
}

/** The plain `text` of a message is parsed, so what Slack would read as a mention, link or format is taken out of it. */
export const unformatted = (text: string): string =>
  shortened(
    text
      // A quote begins with its line, so there is only one line, and it never begins so.
      .replace(/\s+/g, ' ')
      .replace(/^>/, '\u200B>')
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      // Around a word these are formats, beside a space they are not; a hair space is one that hardly shows.
      .replace(/[*_~]/g, '\u200A$&\u200A')
      // Backticks are formats around anything, so another sign stands for them.
      .replace(/`/g, '\u02CB')
      // A zero-width space keeps the marks visible and breaks what they would do.
      .replace(/[@#:]/g, '\u200B$&\u200B'),
    limits.messageText,
  );

/** In bold, the record's name a link where its address is known. */
const titleElements = (title: readonly TitlePart[], url: string | undefined): RichTextElement[] =>
  url === undefined
    ? [words(plainTitle(title), true)]
    : title.map((part) =>
        typeof part === 'string'
          ? words(part, true)
          : { type: 'link', url, text: part.name, style: { bold: true } },
      );

/**
 * What is announced of a result, as far as its readers may know it.
 * @param replaces the message takes the place of an earlier one, so that it is no duplicate
 */
export function resultMessage(announced: Announced, reader: Reader, replaces = false): Message {
  const { receipt } = announced.submission;
  const { sign, title, after, summary, lists = [], actions } = resultParts(announced, reader);
  const repeated = announced.repeated && !replaces;
  return {
    text: unformatted(`${sign} ${plainTitle(title)}${summary ? `. ${summary}` : ''} (${receipt})`),
    blocks: [
      {
        type: 'rich_text',
        elements: [line(words(`${sign} `), ...titleElements(title, announced.url), ...after)],
      },
      ...lists,
      ...(actions ? [actions] : []),
      contextLine(announced.submission, repeated),
    ],
  };
}

const inShort = (submission: Submission, operation: Operation): string =>
  submission.status === 'succeeded'
    ? doneOf(operation, submission.outcome)
    : plainTitle(resultTitle(submission, operation));

/** In place of a message that Slack refused for what it says: what happened, by whom, and the receipt. */
export function shortMessage({ submission, operation }: Announced): Message {
  const { receipt } = submission;
  const outcome = inShort(submission, operation);
  return {
    text: unformatted(`${outcome} (${receipt})`),
    blocks: [
      {
        type: 'rich_text',
        elements: [line(words(outcome, true), note(say.tooLongForSlack))],
      },
      contextLine(submission),
    ],
  };
}

/** An edit sends no notification, so a late result mentions its requester in the thread. */
export function lateReply(announced: Announced, reader: Reader): Message {
  const { receipt, requester } = announced.submission;
  const again = announced.repeated ? ` ${say.repeated}` : '';
  const outcome = plainTitle(resultParts(announced, reader).title);
  return {
    text: unformatted(`${outcome} (${receipt})`),
    blocks: [
      {
        type: 'rich_text',
        elements: [line(person(requester), words(` ${outcome} (${receipt}).${again}`))],
      },
    ],
  };
}
