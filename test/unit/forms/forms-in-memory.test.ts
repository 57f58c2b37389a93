import { expect, test } from '@jest/globals';
import type { OpenForm } from '../../../src/forms/form-sessions.ts';
import { createFormsInMemory } from '../../../src/forms/forms-in-memory.ts';

const formOf = (owner: string) => ({ owner }) as OpenForm;

test('10,000 forms that one person opened push out no one else’s, and the last hundred of theirs stay', () => {
  const forms = createFormsInMemory();
  const bens = formOf('UBEN');
  forms.set('ben', bens);
  for (let n = 0; n < 10_000; n++) forms.set(`ana ${n}`, formOf('UANA'));
  expect(forms.get('ben')).toBe(bens);
  const kept = Array.from({ length: 10_000 }, (_, n) => n).filter((n) => forms.get(`ana ${n}`));
  expect([kept.length, kept[0]]).toEqual([100, 9900]);
});

test('a form that is used stays before those that are not', () => {
  const forms = createFormsInMemory();
  const first = formOf('UANA');
  forms.set('first', first);
  for (let n = 0; n < 500; n++) {
    forms.set(`ana ${n}`, formOf('UANA'));
    expect(forms.get('first')).toBe(first);
  }
});

test('of very many people those who used theirs last keep them in memory', () => {
  const forms = createFormsInMemory();
  for (let n = 0; n < 6000; n++) forms.set(`of ${n}`, formOf(`U${n}`));
  expect([forms.get('of 999'), forms.get('of 1000')?.owner]).toEqual([undefined, 'U1000']);
});
