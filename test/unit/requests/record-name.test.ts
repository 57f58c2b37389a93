import { expect, test } from '@jest/globals';
import { recordNameOf } from '../../../src/requests/record-name.ts';
import { requestRow } from '../worst-case.ts';

const succeeded = (sent: object) =>
  JSON.stringify({ kind: 'succeeded', outcome: { message: '', sent, rehearsed: false } });
const base = JSON.stringify({ Id: 3, Name: 'Acme' });
const input = JSON.stringify({ name: 'Asked for' });

test.each([
  ['as it is afterwards', { ending: succeeded({ Name: 'Acme Ltd' }), base, input }, 'Acme Ltd'],
  [
    'as it was, where it was refused',
    { ending: '{"kind":"refused","problems":{},"others":[]}', base, input },
    'Acme',
  ],
  ['as it was, while it runs', { ending: null, base, input }, 'Acme'],
  ['as was asked, where there was none before', { ending: null, base: null, input }, 'Asked for'],
  ['not at all, where nothing tells', { ending: null, base: null, input: '{"team":3}' }, undefined],
  ['not by what is no text', { ending: succeeded({ Name: 7 }), base: null, input: '{}' }, undefined],
])('a request’s record is named %s', (_what, row, name) => {
  expect(recordNameOf(requestRow(row))).toBe(name);
});
