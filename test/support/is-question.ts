/** A review, or another question on top of a form: its button confirms it. */
export const isQuestion = (modal?: { submitText?: string }): boolean =>
  ['Continue', 'Request approval'].includes(modal?.submitText ?? '');
