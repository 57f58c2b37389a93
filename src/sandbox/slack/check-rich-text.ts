import { array, boolean, byType, integer, object, oneOf, type Rule, string } from './check-rule.ts';

// docs.slack.dev/reference/block-kit/blocks/rich-text-block

const style = object({
  bold: boolean,
  italic: boolean,
  strike: boolean,
  code: boolean,
  underline: boolean,
  highlight: boolean,
  client_highlight: boolean,
  unlink: boolean,
});

const filled = string({ min: 1 });
const withStyle = (properties: Record<string, Rule>): Rule =>
  object({ 'type!': filled, style, ...properties });

const pieces: Record<string, Rule> = {
  text: withStyle({ 'text!': filled }),
  link: withStyle({ 'url!': string({ min: 1, max: 3000 }), text: filled, unsafe: boolean }),
  user: withStyle({ 'user_id!': filled }),
  channel: withStyle({ 'channel_id!': filled }),
  usergroup: withStyle({ 'usergroup_id!': filled }),
  team: withStyle({ 'team_id!': filled }),
  broadcast: withStyle({ 'range!': oneOf('here', 'channel', 'everyone') }),
  emoji: withStyle({ 'name!': filled, unicode: filled, url: filled, skin_tone: integer(1, 6) }),
  color: withStyle({ 'value!': filled }),
  date: withStyle({ 'timestamp!': integer(0), 'format!': filled, url: filled, fallback: filled }),
};

const piece = byType(() => pieces);
const border = oneOf(0, 1);

const parts: Record<string, Rule> = {
  rich_text_section: object({ 'type!': filled, 'elements!': array(piece) }),
  rich_text_quote: object({ 'type!': filled, 'elements!': array(piece), border }),
  rich_text_preformatted: object({
    'type!': filled,
    'elements!': array(byType(() => pieces, ['text', 'link'])),
    border,
    language: filled,
  }),
  rich_text_list: object({
    'type!': filled,
    'elements!': array(
      byType(() => parts, ['rich_text_section']),
      { min: 1 },
    ),
    'style!': oneOf('bullet', 'ordered'),
    indent: integer(0, 8),
    offset: integer(0),
    border,
  }),
};

export const richText: Rule = object({
  'type!': oneOf('rich_text'),
  block_id: string({ max: 255 }),
  'elements!': array(
    byType(() => parts),
    { min: 1 },
  ),
});
