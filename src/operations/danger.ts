/** What an act of Nexudus is to people; an act that is not here is one the bot doesn't know. */
export const KINDS = ['view', 'create', 'change', 'delete'] as const;
export type Kind = (typeof KINDS)[number];

const KIND_OF: Readonly<Record<string, Kind>> = {
  List: 'view',
  Read: 'view',
  Create: 'create',
  Edit: 'change',
  Delete: 'delete',
};

export const kindOf = (act: string): Kind | undefined => KIND_OF[act];

// What a permission is on follows from the name of its record type: Nexudus says no more of it. Its lists of record types
// are documented; what each holds is assumed from its name.

/** Who signs in, and who may do what: its holders can give themselves the rest. */
const ACCESS = /^(UserRole|User|Role|AccessToken|RefreshToken|Application|InstalledApplication)$/;
/** To read one is to have it: it signs in as another user. */
const KEYS = /^(AccessToken|RefreshToken)$/;
/** What customers pay, and where the money goes. A team's record says who pays and with which discounts (documented). */
const MONEY =
  /^Team$|^Coworker$|Invoice|Ledger|Charge|Payment|Payout|Financial|Tax|Tariff|ExtraService|Price|Credit|Discount|Deposit|Currency|Contract|Reseller/;
/** How a location and its site behave for everyone. */
const SETTINGS =
  /^Business$|Setting|WebHook|EmailAccount|BusinessDomain|BusinessRedirection|RadiusServer|AccessRule|ValidationRule|CustomField/;

/**
 * How dangerous a permission is, 0 the most; undefined where it is not. The only rule for it, for forms, cards and lists:
 * dangerous is what lets its holder take more (access), what moves money, what changes how things work for everyone, and
 * what can't be taken back (delete). Viewing is not, but for keys. A permission that the bot doesn't know can't be judged,
 * so it counts as dangerous.
 */
export function dangerOf(entity: string, act: string): number | undefined {
  const kind = kindOf(act);
  if (kind === undefined) return 2;
  if (kind === 'view') return KEYS.test(entity) ? 2 : undefined;
  if (entity === 'UserRole') return 0;
  if (entity === 'User') return 1;
  if (ACCESS.test(entity)) return 2;
  if (MONEY.test(entity)) return 3;
  if (SETTINGS.test(entity)) return 4;
  return kind === 'delete' ? 5 : undefined;
}
