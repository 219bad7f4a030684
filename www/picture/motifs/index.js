/** Holds the choice of drawing: words of the category and the name, tried from the most to the least telling. */

import { chance } from '../random.js';
import * as care from './care.js';
import * as garden from './garden.js';
import * as home from './home.js';
import * as kitchen from './kitchen.js';
import * as media from './media.js';
import * as play from './play.js';
import * as tech from './tech.js';
import * as wear from './wear.js';

/** Titles are known by their category alone: a crime novel called "The Kitchen" is a book. */
const TITLES = [
  [/console games|video games/, media.game],
  [/films|dvd|blu-ray/, media.film],
  [/vinyl/, media.vinyl],
  [/cds |music >/, media.compactDisc],
  [/books > children/, media.pictureBook],
  [/books >/, media.book],
  [/board games/, media.boardGame],
  [/puzzles/, media.puzzle],
];

/** Everything else is known by its name, or failing that by its category; the first match wins. */
const RULES = [
  [/ludo\b|dominoes|snap cards|playing cards|board game/, media.boardGame],
  [/puzzle/, media.puzzle],
  [/building set|blocks?\b|marble run|construction/, play.blocks],
  [/train set|\btrain\b/, play.train],
  [/soft toys|teddy|\bdoll(’s|'s)?\b|bunny|rabbit|elephant/, play.teddy],
  [/baby bottle|feeding|bib\b/, care.babyBottle],
  [/napp(y|ies)|wipes/, care.nappies],
  [/pushchair|buggy|car seat|baby carrier/, care.pushchair],

  [/dog bed|dog coat|beds and leads|\blead\b|harness/, play.petBed],
  [/(dog|cat|pet)s? .*(food|litter|treats)|(dog|cat) (food|litter|treats)/, play.petFood],
  [/pets|dog bowl|cat bowl/, play.petBowl],

  [/earbuds|in-ear/, tech.earbuds],
  [/headphones|headset/, tech.headphones],
  [/speaker|soundbar|radio/, tech.speaker],
  [/laptop/, tech.laptop],
  [/keyboard|mouse(?! house)/, tech.keyboard],
  [/computers > storage|hard drive|memory card|usb stick/, tech.storage],
  [/charger|charging|power bank|cable/, tech.charger],
  [/phone/, tech.phone],
  [/controller|racing wheel|gaming/, tech.controller],
  [/bulb|light strip/, tech.bulb],
  [/smart home|sensor|thermostat|\bplug\b/, tech.device],
  [/watch/, tech.watch],

  [/drill\b|jigsaw|\bsander|angle grinder|screwdriver|power tools/, garden.drill],
  [/hand tools|socket set|hammer|pliers|spirit level|tool box/, garden.tools],
  [/> paint|(wall|metal) paint|varnish|paint set|roller set|canvas/, garden.paint],
  [/barbecue|smoker|\bgrill$|\bgrill,/, garden.barbecue],
  [/garden chair|garden table|lounger|parasol|bench|furniture|deckchair/, garden.furniture],
  [/seeds?\b|wildflower|potting/, garden.seeds],
  [/watering|\bhose/, garden.wateringCan],
  [/plants|lavender|herb|flower|planter|garden/, garden.plant],

  [/perfume|parfum|eau de/, care.perfume],
  [/(day|night|hand|body|face) cream|\bbalm|soap|bath salts|foundation|eyeshadow/, care.cream],
  [/make-up|lipstick|mascara|eyeliner/, care.lipstick],
  [/dryer|straightener/, care.dryer],
  [
    /serum|cleansing gel|shampoo|conditioner|lotion|skincare|hair mask|hair >|sunscreen|hand wash|bottle warmer/,
    care.bottle,
  ],
  [/vitamin|magnesium|omega-3|\bzinc,|health >|plasters/, care.vitamins],

  [/tent\b|hammock|camping/, wear.tent],
  [/\bmat\b|doormat|sleeping|foam roller/, wear.mat],
  [/kettlebell/, wear.kettlebell],
  [/dumbbell|fitness|resistance/, wear.weights],
  [/helmet/, wear.helmet],
  [/bike|cycling|bicycle/, wear.wheel],
  [/protein|energy (bar|gel)|nutrition|electrolyte/, wear.shaker],
  [/boots/, wear.boot],
  [/shoes(?! and)|ballerinas|sandals|sneakers/, wear.shoe],
  [/backpack|poles|rucksack/, wear.backpack],
  [/dress\b|skirt/, wear.dress],
  [/chinos|tights|trousers|leggings/, wear.trousers],
  [
    /shirt|blouse|cardigan|pullover|jacket|\bvest\b|polo shirt|fashion > men|hoodie|apron|\bcoat\b(?!.*rack)/,
    wear.shirt,
  ],

  [/coffee machine|frother|espresso/, kitchen.coffeeMachine],
  [/coffee grinder|blender|mixer|chopper|smoothie/, kitchen.blender],
  [/pantry >|(coffee|tea) (beans|caddy|bags|capsules)|ground coffee|(black|herbal) tea/, kitchen.packet],
  [/cutting board|chopping|chalkboard|slate/, kitchen.board],
  [/knife|knives|cutlery|spoon|fork/, kitchen.knives],
  [/frying|wok|grill pan|skillet/, kitchen.pan],
  [/saucepan|casserole|cookware|cooking|popcorn/, kitchen.pot],
  [/wine glass|tumbler|goblet|champagne/, kitchen.glasses],
  [/teapot|tea set|kettle|jug|teacup/, kitchen.teapot],
  [/mug|cup\b|beaker/, kitchen.mug],
  [/cake|baking|cookie|cupcake|jelly/, kitchen.cake],
  [/plate|bowl|dish|tableware|dining|napkin|saucer/, kitchen.tableware],
  [/jar|tin\b|tins\b|jam|spice|canister/, kitchen.jar],

  [/lantern|t-light|tea ?light/, home.lantern],
  [/candle|incense/, home.candle],
  [/lamp|lights?\b|chandelier/, home.lamp],
  [/hot water bottle|hand warmer/, home.warmer],
  [/clock/, home.clock],
  [/sign\b|plaque/, home.sign],
  [/frame|mirror|picture|print\b/, home.frame],
  [/bunting|garland|paper chain|banner|streamer/, home.bunting],
  [/bag\b|bags\b|shopper|tote|purse|handbag/, wear.bag],
  [/basket|hamper|wicker/, home.basket],
  [/ornament|hanging|decoration|heart|christmas|bird|angel|wreath/, home.ornament],
  [/cushion|pillow/, home.cushion],
  [/duvet|sheet|throw|towel|bedding|blanket|quilt|linen/, home.linen],
  [/box\b|boxes|storage|organiser|chest|drawer|cabinet|shel(f|ves)/, home.box],
  [/card\b|cards\b|wrap|envelope|postcard|tissue/, home.card],
  [/notebook|planner|diary|journal|paper/, play.notebook],
  [/\bpens?\b|pencil|highlighter|stationery|ruler|eraser/, play.pens],
  [/yarn|knitting|craft|sewing|felt/, play.yarn],
  [/bottle/, care.bottle],
];

const UNKNOWN = [home.gift, home.box, kitchen.jar, home.card];

/**
 * Gives the drawing for a product; one that no rule knows comes wrapped.
 * @param {import('../../catalogue.js').Item} item
 */
export function motifOf(item) {
  const known = titled(item) ?? find(RULES, item.name) ?? find(RULES, item.category);
  return known ?? chance(`${item.id}?`).pick(UNKNOWN);
}

/** Says whether a product is a title, whose cover is its own and not its maker's. */
export const isTitle = (item) => titled(item) !== undefined;

const titled = ({ category }) => find(TITLES, category === null ? category : `${category} `);

function find(rules, words) {
  const text = words?.toLowerCase();
  return text === undefined ? undefined : rules.find(([test]) => test.test(text))?.[1];
}
