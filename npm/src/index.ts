/**
 * Etalage reranks a shop's products in the visitor's own browser.
 *
 * A small model file, trained from the shop's own data, is scored by a WebAssembly module with this session's clicks.
 * Nothing about the visitor leaves the page.
 *
 * @example
 * ```ts
 * import { Personalizer } from 'etalage';
 *
 * const shop = await Personalizer.load('/models/shop.etalage', { consent: 'page' });
 * shop.observe({ event: 'view_item', itemId: 'B0-1042' });
 * const { items } = shop.rerank(products, { id: (product) => product.sku });
 * ```
 *
 * @packageDocumentation
 */

export type { Candidates } from './candidates.js';
export { type ErrorCode, EtalageError } from './errors.js';
export type {
  CandidateOptions,
  Consent,
  EventName,
  ItemEvent,
  LoadOptions,
  OrderOptions,
  PersonalizerOptions,
  RecommendOptions,
  RerankOptions,
} from './options.js';
export { Personalizer } from './personalizer.js';
export type {
  Campaign,
  CategoryCap,
  Diversity,
  MarginalRelevance,
  Rule,
  RuleAction,
  RuleNote,
  Rules,
} from './rules.js';
export type {
  Change,
  Contribution,
  ContributionPart,
  Evidence,
  Explanation,
  FeatureContribution,
  FeatureKind,
  ItemContribution,
  Mode,
  ModelCard,
  PlainContribution,
  Profile,
  Reason,
  Recommendation,
  RememberedEvent,
  Reranked,
  RuleContribution,
  Section,
  Segment,
  SegmentContribution,
  SegmentShare,
  Status,
  StatusCode,
  StorageState,
  Thresholds,
  Tier,
} from './types.js';
