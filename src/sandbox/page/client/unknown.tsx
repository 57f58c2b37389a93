/** Slack may show it; the sandbox cannot, and says so rather than leave it out. */
export function Unknown({ what }: { what: string }) {
  return (
    <span class="unknown notice" role="alert">
      The sandbox can’t show {what}.
    </span>
  );
}
