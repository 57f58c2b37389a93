import { describe, expect, test } from '@jest/globals';
import { checkInput, valuesOf } from '../../../src/operations/check-input.ts';
import type { Values } from '../../../src/operations/operation.ts';
import { addUsersToRole, updateRole } from '../../../src/operations/role.ts';
import { renameTeam, updateTeam } from '../../../src/operations/team.ts';
import { updateVideoRoom } from '../../../src/operations/video-room.ts';

const updateWith = (values: Values) => {
  const room = { Id: 5, BusinessId: 11, Name: 'Blue room', NumberOfParticipants: 8, Active: true };
  return checkInput(updateVideoRoom, { ...valuesOf(updateVideoRoom.fields, room), ...values }, {}, room);
};

describe('rules over several fields', () => {
  const url = 'https://example.com/a.png';
  const eitherPicture = 'Either give a new picture or remove the current one, not both.';
  const twice = (label: string) => `The same entry is under “${label}” too. Take it out of one of them.`;
  const team = { Id: 3, BusinessId: 11, Name: 'Acme', TeamMembers: [1], ExtraServices: [9] };
  const teamWith = (values: Values, before: object = {}) =>
    checkInput(
      updateTeam,
      { ...valuesOf(updateTeam.fields, team), team: 3, ...values },
      {},
      {
        ...team,
        ...before,
      },
    ).problems;

  test('a new picture and its removal exclude each other', () => {
    expect(updateWith({ imageUrl: url, removeImage: true }).problems).toEqual({ imageUrl: eitherPicture });
    expect(teamWith({ logoUrl: url, removeLogo: true })).toEqual({ logoUrl: eitherPicture });
    expect(teamWith({ image1Url: url, removeImage1: true })).toEqual({ image1Url: eitherPicture });
    expect(teamWith({ image2Url: url, removeImage2: true })).toEqual({ image2Url: eitherPicture });
    expect(teamWith({ image3Url: url, removeImage3: true })).toEqual({ image3Url: eitherPicture });
    expect(teamWith({ image1Url: url, removeImage2: true })).toEqual({});
  });

  test('no one is added and removed at once', () => {
    expect(teamWith({ addMembers: [1, 2], removeMembers: [2] })).toEqual({
      removeMembers: twice('Add members'),
    });
    expect(teamWith({ addRates: [9], removeRates: [9] })).toEqual({ removeRates: twice('Add rates') });
    expect(teamWith({ addMembers: [1], removeAdministrators: [1] })).toEqual({});
    const role = { Id: 7, BusinessId: 11, Name: 'Reception', Users: [1], Roles: [2] };
    const values = { role: 7, location: 11, name: 'Reception', addUsers: [5], removeUsers: [5, 1] };
    expect(checkInput(updateRole, values, {}, role).problems).toEqual({ removeUsers: twice('Add users') });
  });

  test('one invoice for a team needs a paying customer', () => {
    const sentence = 'One invoice for the team needs a paying customer. Choose one as well.';
    expect(teamWith({ oneInvoice: true })).toEqual({ oneInvoice: sentence });
    expect(teamWith({ oneInvoice: true, payingCustomer: 4 })).toEqual({});
    expect(teamWith({ oneInvoice: true, payingCustomer: 4 }, { PayingMemberId: 4 })).toEqual({});
    expect(teamWith({ oneInvoice: true, payingCustomer: undefined }, { PayingMemberId: 4 })).toEqual({
      oneInvoice: sentence,
    });
    expect(teamWith({ oneInvoice: true }, { CreateSingleInvoiceForTeam: true })).toEqual({});
  });

  test('a person has to be chosen to be added to a role', () => {
    const none = checkInput(addUsersToRole, { role: 7 }, {}, { Id: 7 });
    expect(none.problems).toEqual({ users: 'Choose at least one person, here or under Slack people.' });
    for (const given of [
      { users: [1] },
      { people: [{ id: 'U1' }] },
      { users: [1], people: [{ id: 'U1' }] },
    ]) {
      expect(checkInput(addUsersToRole, { role: 7, ...given }, {}, { Id: 7 }).problems).toEqual({});
    }
  });

  test('a team’s name has at most 254 characters, in both forms', () => {
    const sentence = 'Use at most 254 characters (this has 255).';
    expect(teamWith({ name: 'x'.repeat(255) })).toEqual({ name: sentence });
    expect(teamWith({ name: 'x'.repeat(254) })).toEqual({});
    const renamed = checkInput(renameTeam, { team: 3, newName: 'x'.repeat(255) }, {}, team);
    expect(renamed.problems).toEqual({ newName: sentence });
  });

  test.each([
    ['discountPasses', -1, 'Enter a number from 0 to 100.'],
    ['discountPasses', 100.5, 'Enter a number from 0 to 100.'],
    ['maximumMembers', 2.5, 'Enter a whole number of 0 or more.'],
    ['addMembers', ['unavailable'], 'Choose from the list.'],
    ['payingCustomer', 'unavailable', 'Choose one from the list.'],
  ])('a team’s %s can’t be %j', (name, value, sentence) => {
    expect(teamWith({ [name]: value })).toEqual({ [name]: sentence });
  });
});
