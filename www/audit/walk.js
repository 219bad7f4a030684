/** Lets a scripted visitor use the shop in a frame: it presses the same buttons and follows the same addresses as a person. */

const PATIENCE = 30_000;

/** Waits until an element is in the frame. */
async function found(page, selector) {
  const end = performance.now() + PATIENCE;
  while (performance.now() < end) {
    const node = page.document.querySelector(selector);
    if (node !== null) return node;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  throw new Error(`expected ${selector} in the shop, found none within ${PATIENCE / 1000} s`);
}

/** Allows the window to be arranged while the page is open, in the shop's own dialog. */
export async function allow(page) {
  (await found(page, '#consent:enabled')).click();
  (await found(page, '#dialog input[value="page"]')).click();
  (await found(page, '#dialog button[type="submit"]')).click();
}

/** Opens one address of the shop after another, and puts in the cart what the script says; then comes back to the front. */
export async function walk(page, script) {
  if (page.glassBox.window.grade === 'off') await allow(page);
  for (const { event, itemId } of script.events) {
    page.location.hash = `#/p/${encodeURIComponent(itemId)}`;
    await found(page, `[data-product="${CSS.escape(itemId)}"]`);
    if (event === 'add_to_cart') (await found(page, '.buy:enabled')).click();
  }
  page.location.hash = '#/';
  await found(page, '[data-list="for-you"]');
}
