import type { ViewJson } from './block-kit.ts';
import { checkView, viewTooLarge } from './check-view.ts';
import { deepestStack, type StoredView } from './view-store.ts';
import {
  type Answer,
  type Arguments,
  missing,
  no,
  ok,
  refused,
  type Slack,
  type WebMethod,
} from './web-api-answer.ts';

function viewOf(
  method: string,
  args: Arguments,
  { world }: Slack,
  type: 'modal' | 'home' | 'any',
): ViewJson | Answer {
  if (args.view === undefined) return missing(world, method, 'view');
  if (viewTooLarge(args.view))
    return refused(world, method, 'view_too_large', checkView(args.view).slice(-1));
  const found = checkView(args.view);
  if (found.length > 0) return refused(world, method, 'invalid_arguments', found);
  const view = args.view as ViewJson;
  if (type !== 'any' && view.type !== type)
    return refused(world, method, 'invalid_arguments', [
      `unsupported type: ${view.type} [json-pointer:/view/type]`,
    ]);
  return view;
}

const isAnswer = (given: ViewJson | Answer): given is Answer => 'ok' in given;

function hashConflict(stored: StoredView | undefined, hash: unknown): boolean {
  return !!stored && typeof hash === 'string' && hash !== '' && hash !== stored.hash;
}

export const viewMethods: Record<string, WebMethod> = {
  'views.open': {
    run(args, slack) {
      const { world, views, triggers } = slack;
      const view = viewOf('views.open', args, slack, 'modal');
      if (isAnswer(view)) return view;
      const id = args.trigger_id;
      if (id === undefined) return missing(world, 'views.open', 'trigger_id');
      const trigger = triggers.look(id);
      if (typeof trigger === 'string') {
        world.problem(`views.open refused: ${trigger}`);
        return no(trigger);
      }
      if (views.externalIdTaken(view)) return no('duplicate_external_id');
      triggers.use(String(id));
      return ok({ view: views.output(views.open(trigger.user, view, 'first'), false) });
    },
  },
  'views.push': {
    run(args, slack) {
      const { world, views, triggers } = slack;
      const view = viewOf('views.push', args, slack, 'modal');
      if (isAnswer(view)) return view;
      if (args.trigger_id === undefined) return missing(world, 'views.push', 'trigger_id');
      const trigger = triggers.look(args.trigger_id);
      // documented: three views at most; assumed: the error where no modal is open.
      const open = typeof trigger === 'string' ? 0 : views.stack(trigger.user).length;
      const refusal =
        typeof trigger === 'string'
          ? trigger
          : open === 0
            ? 'not_found'
            : open >= deepestStack && 'push_limit_reached';
      if (refusal || typeof trigger === 'string') {
        world.problem(`views.push refused: ${String(refusal)}`);
        return no(String(refusal));
      }
      if (views.externalIdTaken(view)) return no('duplicate_external_id');
      triggers.use(String(args.trigger_id));
      return ok({ view: views.output(views.open(trigger.user, view, 'on-top'), false) });
    },
  },
  'views.update': {
    run(args, slack) {
      const { views, world } = slack;
      const view = viewOf('views.update', args, slack, 'any');
      if (isAnswer(view)) return view;
      if (!args.view_id && !args.external_id) return missing(world, 'views.update', 'view_id');
      const stored = views.find(args.view_id, args.external_id);
      if (!stored) return no('not_found');
      if (view.type !== stored.json.type)
        return refused(world, 'views.update', 'invalid_arguments', [
          'view type cannot change [json-pointer:/view/type]',
        ]);
      if (hashConflict(stored, args.hash)) return no('hash_conflict');
      if (views.externalIdTaken(view, stored)) return no('duplicate_external_id');
      return ok({ view: views.output(views.update(stored, view), false) });
    },
  },
  'views.publish': {
    run(args, slack) {
      const { views, world } = slack;
      const view = viewOf('views.publish', args, slack, 'home');
      if (isAnswer(view)) return view;
      if (!args.user_id) return missing(world, 'views.publish', 'user_id');
      const person = world.people.find((each) => each.id === args.user_id);
      if (!person) return no('user_not_found');
      if (hashConflict(views.home(person.id), args.hash)) return no('hash_conflict');
      return ok({ view: views.output(views.publish(person.id, view), false) });
    },
  },
};
