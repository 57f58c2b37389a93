import type { ViewJson } from './block-kit.ts';
import { isObject } from './check-shape.ts';
import { checkView } from './check-view.ts';
import { type PersonSession, trouble } from './person-session.ts';
import { deepestStack, type StoredView } from './view-store.ts';

/** Does what the ack of a view_submission says; what Slack does not understand, people see as trouble connecting. */
export function takeSubmissionAnswer(session: PersonSession, view: StoredView, body: unknown): void {
  const found = refusals(session, view, body);
  for (const each of found)
    session.stage.slack.world.problem(
      `view_submission ${view.json.callback_id ?? ''} answered wrongly: ${each}`,
    );
  if (found.length > 0) session.show(trouble);
  else obey(session, view, isObject(body) ? body : {});
}

function obey(session: PersonSession, view: StoredView, answer: Record<string, unknown>): void {
  const { views } = session.stage.slack;
  // The view may have been closed while the bot was thinking.
  if (!view.open) return;
  if (answer.response_action === 'errors')
    view.errors = new Map(Object.entries(answer.errors as Record<string, string>));
  else if (answer.response_action === 'update') views.update(view, answer.view as ViewJson);
  else if (answer.response_action === 'push') views.open(view.owner, answer.view as ViewJson, 'on-top');
  else if (answer.response_action === 'clear') views.clear(view.owner);
  else views.close(view);
}

function refusals(session: PersonSession, view: StoredView, body: unknown): string[] {
  if (body === '' || body === undefined || body === null) return [];
  if (!isObject(body)) return [`neither empty nor JSON: ${String(body).slice(0, 60)}`];
  const { views } = session.stage.slack;
  switch (body.response_action) {
    case undefined:
      return Object.keys(body).length === 0
        ? []
        : [`no response_action in ${JSON.stringify(body).slice(0, 60)}`];
    case 'clear':
      return [];
    case 'errors':
      return wrongErrors(view, body.errors);
    case 'update':
    case 'push': {
      const found = checkView(body.view);
      if (found.length > 0) return found;
      const given = body.view as ViewJson;
      if (given.type !== 'modal') return ['unsupported type: home [json-pointer:/view/type]'];
      if (views.externalIdTaken(given, body.response_action === 'update' ? view : undefined))
        return ['duplicate_external_id'];
      const full = body.response_action === 'push' && views.stack(view.owner).length >= deepestStack;
      return full ? ['push_limit_reached'] : [];
    }
    default:
      return [`unknown response_action: ${String(body.response_action)}`];
  }
}

function wrongErrors(view: StoredView, errors: unknown): string[] {
  if (!isObject(errors) || Object.keys(errors).length === 0) return ['errors must name at least one block'];
  const inputs = view.json.blocks.filter((block) => block.type === 'input');
  return Object.entries(errors).flatMap(([blockId, sentence]) => {
    if (!inputs.some((block) => block.block_id === blockId))
      return [`errors names "${blockId}", which is no input block in view`];
    return typeof sentence === 'string' && sentence !== ''
      ? []
      : [`the error for "${blockId}" is not a sentence`];
  });
}
