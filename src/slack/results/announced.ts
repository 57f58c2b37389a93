import type { KnownBlock, RichTextBlock, RichTextElement } from '@slack/types';
import type { Operation } from '../../operations/operation.ts';
import type { CauseKind } from '../../submissions/cause.ts';
import type { Submission } from '../../submissions/submission.ts';
import type { TemporaryAccess } from '../../submissions/temporary-access.ts';
import type { TitlePart } from '../text/result-title.ts';
import type { UndoAsked } from './undo-view.ts';

/** Who reads a message: a channel, one where people of other organisations do, or only the requester. */
export type Reader = 'channel' | 'strangers' | 'requester';

/** What is announced of a submission, and to whom. */
export interface Announced {
  submission: Submission;
  operation: Operation;
  /** It may have been delivered before, without an answer. */
  repeated: boolean;
  /** Names that earlier submissions of its form sent, whose records may have come into being although it did not succeed. */
  mayExist?: readonly string[];
  /** The record in Nexudus's dashboard. */
  url?: string;
  /** Who put it back, or again what was put back. */
  reversed?: { by: string; kind: CauseKind; receipt: string };
  /** What can put it back, or again what was put back. */
  offers?: UndoAsked;
  /** Of what waits for approval: from when on the approvers can be reminded again; absent where they can now. */
  remindableAt?: number;
  /** What it gave until a moment. */
  access?: TemporaryAccess;
}

/** Sign and title; then why and what to know; then changes; then buttons. */
export interface ResultParts {
  sign: string;
  title: readonly TitlePart[];
  /** Begins a line of its own. */
  after: RichTextElement[];
  /** For the notification, after the title. */
  summary: string;
  lists?: RichTextBlock[];
  actions?: KnownBlock;
}
