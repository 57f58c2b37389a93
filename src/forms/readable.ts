/** Ids of the people that a message mentions. */
export const mentionedIn = (text: string): string[] => [
  ...new Set([...text.matchAll(/<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/g)].map(([, id = '']) => id)),
];

/** A message as people read it: Slack writes mentions, links and the signs & < > in its own way. */
export const readable = (text: string, nameOf: (id: string) => string): string =>
  text
    .replace(
      /<@([UW][A-Z0-9]+)(?:\|([^>]*))?>/g,
      (_all, id: string, label?: string) => `@${label || nameOf(id)}`,
    )
    .replace(/<#[A-Z0-9]+\|([^>]*)>/g, '#$1')
    .replace(
      /<!(?:subteam\^[A-Z0-9]+\|)?@?([^>|]*)(?:\|([^>]*))?>/g,
      (_all, name: string, label?: string) => label ?? `@${name}`,
    )
    .replace(/<(?:mailto:|tel:)?([^|>]+)\|([^>]+)>/g, (_all, address: string, label: string) =>
      label === address ? address : `${label} (${address})`,
    )
    .replace(/<(?:mailto:|tel:)?([^>]+)>/g, '$1')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
