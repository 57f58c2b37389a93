import { describe, expect, test } from '@jest/globals';
import type { BlockJson } from '../../../src/sandbox/slack/block-kit.ts';
import { readBlocks } from '../../../src/sandbox/slack/read-blocks.ts';
import { readMrkdwn } from '../../../src/sandbox/slack/read-mrkdwn.ts';

const directory = {
  nameOf: (id: string) => ({ U0SAM0000: '@Sam Field', C0OPS0000: '#ops', S0FRONT00: '@front-desk' })[id],
  idOf: (word: string) => ({ '#ops': 'C0OPS0000', '@sam': 'U0SAM0000' })[word],
};

describe('mrkdwn as a person sees it', () => {
  test.each<[string, string, string[], string[]]>([
    ['*Blue* _room_ ~old~', 'Blue room old', [], ['Blue', 'room', 'old']],
    ['*_both_*', 'both', [], ['both', 'both']],
    ['2*3*4 snake_case_name', '2*3*4 snake_case_name', [], []],
    ['* not bold * and _ not italic _', '* not bold * and _ not italic _', [], []],
    ['*over\nlines*', '*over\nlines*', [], []],
    ['(*bold*), “_x_”', '(bold), “x”', [], ['bold', 'x']],
    ['`*code*` and ```*block*```', '*code* and *block*', [], ['*code*', '*block*']],
    ['<@U0SAM0000> in <#C0OPS0000|ops>', '@Sam Field in #ops', ['U0SAM0000', 'C0OPS0000'], []],
    ['<@U0UNKNOWN>', '<@U0UNKNOWN>', ['U0UNKNOWN'], []],
    ['<!here> <!channel> <!everyone>', '@here @channel @everyone', ['here', 'channel', 'everyone'], []],
    ['<!subteam^S0FRONT00>', '@front-desk', ['S0FRONT00'], []],
    ['&lt;!here&gt; &lt;@U0SAM0000&gt;', '<!here> <@U0SAM0000>', [], []],
    ['<https://a.example|a &amp; b>', 'a & b', [], ['a & b']],
    ['see https://a.example/x.', 'see https://a.example/x.', [], ['https://a.example/x']],
    ['&gt; quoted', 'quoted', [], ['quoted']],
    ['1 &gt; 0 &amp;lt;', '1 > 0 &lt;', [], []],
    ['a*b*c 2 * 3 * 4 ~x', 'a*b*c 2 * 3 * 4 ~x', [], []],
    ['*bold _and it_*', 'bold and it', [], ['bold and it', 'and it']],
    ['&gt; quoted *bold*\nnot', 'quoted bold\nnot', [], ['quoted bold', 'bold']],
    ['<!date^1700000000^{date}|14 Nov>', '14 Nov', [], []],
  ])('%s', (text, plain, mentions, formatted) => {
    expect(readMrkdwn(text, directory, 'none')).toEqual({ plain, mentions, formatted });
  });

  test('bare words mention only where Slack parses them', () => {
    const bare = 'hi @here, @sam, #ops, ana@here.example';
    expect(readMrkdwn(bare, directory, 'none').mentions).toEqual([]);
    expect(readMrkdwn(bare, directory, 'channels').mentions).toEqual(['here', 'C0OPS0000']);
    expect(readMrkdwn(bare, directory, 'full').mentions).toEqual(['here', 'U0SAM0000', 'C0OPS0000']);
  });
});

describe('blocks as a person sees them', () => {
  const read = (...blocks: object[]) => readBlocks(blocks as BlockJson[], directory);

  test('text, fields, context and buttons, top to bottom', () => {
    const button = { type: 'button', text: { type: 'plain_text', text: 'Undo' } };
    expect(
      read(
        { type: 'alert', text: { type: 'plain_text', text: '*Done*' } },
        {
          type: 'section',
          text: { type: 'mrkdwn', text: '*Blue*' },
          fields: [{ type: 'mrkdwn', text: 'a' }],
          accessory: button,
        },
        {
          type: 'context',
          elements: [
            { type: 'mrkdwn', text: 'by <@U0SAM0000>' },
            { type: 'plain_text', text: 'today' },
          ],
        },
        {
          type: 'actions',
          elements: [button, { ...button, text: { type: 'plain_text', text: 'More' } }],
        },
      ),
    ).toEqual({
      plain: '*Done*\nBlue\na\n[Undo]\nby @Sam Field today\n[Undo] [More]',
      mentions: ['U0SAM0000'],
      formatted: ['Blue'],
    });
  });

  test('plain text and rich text never mention or format by their words', () => {
    const words = '<!here> *bold* @here';
    const rich = {
      type: 'rich_text',
      elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: words }] }],
    };
    expect(read({ type: 'section', text: { type: 'plain_text', text: words } }, rich)).toEqual({
      plain: `${words}\n${words}`,
      mentions: [],
      formatted: [],
    });
  });

  test('rich text mentions by its elements', () => {
    const elements = [
      { type: 'user', user_id: 'U0SAM0000' },
      { type: 'text', text: ' and ' },
      { type: 'channel', channel_id: 'C0OPS0000' },
    ];
    const list = {
      type: 'rich_text_list',
      style: 'bullet',
      elements: [{ type: 'rich_text_section', elements }],
    };
    expect(read({ type: 'rich_text', elements: [list] })).toEqual({
      plain: '• @Sam Field and #ops',
      mentions: ['U0SAM0000', 'C0OPS0000'],
      formatted: [],
    });
  });

  test('mrkdwn parses a bare @here unless it is verbatim', () => {
    expect(read({ type: 'section', text: { type: 'mrkdwn', text: '@here' } }).mentions).toEqual(['here']);
    expect(
      read({ type: 'section', text: { type: 'mrkdwn', text: '@here', verbatim: true } }).mentions,
    ).toEqual([]);
  });
});
