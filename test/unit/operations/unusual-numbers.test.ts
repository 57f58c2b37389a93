import { expect, test } from '@jest/globals';
import { unusualNumbers } from '../../../src/operations/check-input.ts';
import { updateTeam } from '../../../src/operations/team.ts';
import { createVideoRoom } from '../../../src/operations/video-room.ts';

test.each([
  [createVideoRoom, 'participants', 1000, []],
  [createVideoRoom, 'participants', 1001, ['1,001']],
  [createVideoRoom, 'participants', 1_000_000, ['1,000,000']],
  [updateTeam, 'maximumMembers', 10_000, []],
  [updateTeam, 'maximumMembers', 10_001, ['10,001']],
  [updateTeam, 'maximumMembers', null, []],
  [updateTeam, 'discountPlans', 100, []],
] as const)('%#: of $id %s, %s is asked about: %j', (operation, name, value, expected) => {
  const asked = unusualNumbers(operation, { [name]: value });
  expect(asked.map((sentence) => /: ([\d,]+) /.exec(sentence)?.[1])).toEqual(expected);
});
