/** Holds what the shop's marketing has planned: campaigns by the day of the year, and the rules that its desk writes. */

/**
 * @typedef {object} Campaign
 * @property {string} id
 * @property {Record<string, { name: string, text: string }>} words by language
 * @property {string} from first day, `MM-DD`
 * @property {string} until last day, `MM-DD`; before `from` when it runs over the end of the year
 * @property {string[]} categories paths, " > " between levels
 */

const asked = (url) => fetch(url, { credentials: 'omit', referrerPolicy: 'no-referrer' });

/** Fetches the plans and gives the campaign that runs today with its last day, if one does. A shop without plans has none. */
export async function campaignOfToday() {
  try {
    const response = await asked('/campaigns.json');
    const today = new Date();
    const campaign = running((await response.json()).campaigns, today);
    return campaign && { campaign, until: lastDay(campaign, today) };
  } catch {
    return undefined;
  }
}

/** Fetches the rules of the merchandiser's desk. A shop without them has none. */
export async function rulesOfShop() {
  try {
    return await (await asked('/rules.json')).json();
  } catch {
    return undefined;
  }
}

/**
 * Gives the campaign that runs on a day, if one does.
 * @param {Campaign[]} campaigns
 * @param {Date} day
 */
export function running(campaigns, day) {
  const today = monthAndDay(day);
  return campaigns.find(({ from, until }) =>
    from <= until ? from <= today && today <= until : from <= today || today <= until,
  );
}

/** Gives the last day of a campaign that runs on `day`. */
export function lastDay({ until }, day) {
  const [month, date] = until.split('-').map(Number);
  const year = day.getFullYear() + (until < monthAndDay(day) ? 1 : 0);
  return new Date(year, month - 1, date);
}

const two = (n) => String(n).padStart(2, '0');
const monthAndDay = (day) => `${two(day.getMonth() + 1)}-${two(day.getDate())}`;
