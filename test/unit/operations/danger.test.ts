import { expect, test } from '@jest/globals';
import { dangerOf } from '../../../src/operations/danger.ts';

test.each([
  ['UserRole', 'Edit', 0],
  ['User', 'Create', 1],
  ['InstalledApplication', 'Create', 2],
  ['AccessToken', 'Read', 2],
  ['CoworkerInvoice', 'Edit', 3],
  ['PaymentGateway', 'Delete', 3],
  ['Tariff', 'Create', 3],
  ['Team', 'Edit', 3],
  ['Coworker', 'Edit', 3],
  ['TeamNote', 'Edit', undefined],
  ['Coworker', 'Read', undefined],
  ['BusinessSetting', 'Edit', 4],
  ['Business', 'Edit', 4],
  ['WebHook', 'Create', 4],
  ['Booking', 'Delete', 5],
  ['Booking', 'Approve', 2],
  ['#77', '', 2],
  ['Booking', 'Edit', undefined],
  ['CoworkerInvoice', 'Read', undefined],
  ['User', 'List', undefined],
  ['LanguageToken', 'Edit', undefined],
  ['BusinessTimeSlot', 'Edit', undefined],
])('%s-%s is dangerous: %s', (entity, act, danger) => {
  expect(dangerOf(entity, act)).toBe(danger);
});
