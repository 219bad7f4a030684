/**
 * Holds the visitor's choice between pages, in as few places as it allows: "in this tab" in the tab's storage, "for seven
 * days" and "not at all" in the device's, "while this page is open" nowhere.
 *
 * One word is kept, about nobody. A browser that refuses to keep it is asked again on the next page.
 */

const KEY = 'amazing.choice';
const DAY = 86_400_000;
/** How long a refusal is honoured before the shop may ask again; how long an acceptance counts without a visit. */
const DAYS = { off: 180, persistent: 7 };

/** Gives the choice that was made, or nothing when the visitor was not asked yet. */
export function remembered() {
  const inTab = use('sessionStorage', (area) => area.getItem(KEY));
  if (inTab === 'memory') return 'memory';
  const [grade, at] = use('localStorage', (area) => area.getItem(KEY))?.split(' ') ?? [];
  const days = Object.hasOwn(DAYS, grade ?? '') ? DAYS[grade] : 0;
  const age = Date.now() - Number(at);
  if (age >= 0 && age < days * DAY) return grade;
  return undefined;
}

/** Remembers a choice for as long as it says itself. */
export function remember(grade) {
  forget();
  if (grade === 'memory') use('sessionStorage', (area) => area.setItem(KEY, grade));
  else if (Object.hasOwn(DAYS, grade)) use('localStorage', (area) => area.setItem(KEY, `${grade} ${Date.now()}`));
}

/** Forgets the choice. */
export function forget() {
  use('sessionStorage', (area) => area.removeItem(KEY));
  use('localStorage', (area) => area.removeItem(KEY));
}

/** Asks the browser for a storage, which it may refuse by throwing. */
function use(name, ask) {
  try {
    return ask(window[name]) ?? undefined;
  } catch {
    return undefined;
  }
}
