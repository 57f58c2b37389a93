/** What JSON says; what is no JSON gives `otherwise`, the text itself if nothing else is named. */
export function parseJson(text: string, otherwise: unknown = text): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return otherwise;
  }
}
