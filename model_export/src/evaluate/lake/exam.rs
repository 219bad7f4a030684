//! The answers: what the reranker and each baseline say to a question, and how good that is.
//!
//! The reranker is the core that runs in the browser, on the decoded bytes of the model.

use etalage::ItemIx;
use etalage::rank::{Candidate, Ranker, rerank};
use etalage::session::Event;

use super::baselines::{Neighbours, Popularity, by_value, frequencies};
use super::questions::Question;
use super::split::visits;
use crate::evaluate::metrics::{mrr, ndcg};
use crate::evaluate::report::Figures;
use crate::lake::Dataset;
use crate::train::interest::by_visitor;
use crate::train::listings::{Listings, ShopOrder};

/// Who answers which items come next; the reranker first, then the baselines.
pub(super) const METHODS: [&str; 5] =
    ["reranker", "popularity", "neighbours (visits)", "neighbours (visitors)", "own history"];

/// The figures of a list of recommendations.
pub(super) const FIGURES: [&str; 5] =
    ["ndcg_at_20", "hit_rate_at_20", "mrr_at_20", "recall_at_20", "private_label_at_10"];

/// Who orders a page; the reranker first, at full strength, as the package does unless it is told otherwise.
pub(super) const PAGE_METHODS: [&str; 6] =
    ["reranked", "original order", "reranked at 0.7", "popularity", "neighbours (visitors)", "own history"];

/// The figures of a page.
pub(super) const PAGE_FIGURES: [&str; 3] = ["ndcg", "mrr", "private_label_at_10"];

/// How far the private label's share looks.
const TOP: usize = 10;

/// Everything that answers questions.
#[derive(Debug)]
pub struct Exam {
    ranker: Ranker,
    /// The lake's items in the model, where it has them.
    in_model: Vec<Option<ItemIx>>,
    /// The model's items in the lake.
    in_lake: Vec<ItemIx>,
    popularity: Popularity,
    of_visits: Neighbours,
    of_visitors: Neighbours,
    listings: Listings,
    private_label: Vec<bool>,
}

/// All answers to one question.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The visitor's number.
    pub visitor: u32,
    /// The place among the strata.
    pub stratum: usize,
    /// The segment that the model takes the visitor for, if it has any.
    pub segment: Option<usize>,
    /// The recommendations of each of `METHODS`.
    pub lists: [Vec<ItemIx>; METHODS.len()],
    /// `FIGURES` of each of `METHODS`.
    pub next_item: [[f64; FIGURES.len()]; METHODS.len()],
    /// `PAGE_FIGURES` of each of `PAGE_METHODS`, for each [`ShopOrder`].
    pub pages: [[[f64; PAGE_FIGURES.len()]; PAGE_METHODS.len()]; ShopOrder::ALL.len()],
}

impl Exam {
    /// Prepares the baselines from the training part.
    pub fn new(ranker: Ranker, train: &Dataset) -> Self {
        let n_items = train.items.len();
        let popularity = Popularity::of(train);
        let visitors = by_visitor(&train.interactions);
        // A model leaves out the items that may not be published.
        let in_model: Vec<Option<ItemIx>> = train.items.iter().map(|item| ranker.model().find(&item.id)).collect();
        let mut in_lake = vec![0; ranker.model().n_items()];
        for (item, place) in (0..).zip(&in_model) {
            if let Some(place) = place {
                in_lake[*place as usize] = item;
            }
        }
        Self {
            ranker,
            in_model,
            in_lake,
            of_visits: Neighbours::of(n_items, visitors.iter().copied().flat_map(visits)),
            of_visitors: Neighbours::of(n_items, visitors.iter().copied()),
            listings: Listings::of(&train.items, &popularity.visitors),
            private_label: train.items.iter().map(|item| item.private_label).collect(),
            popularity,
        }
    }

    /// Answers a question.
    pub fn answer(&self, question: &Question) -> Answer {
        let of_model = |item: ItemIx| self.in_model[item as usize];
        let known: Vec<Event> =
            question.known.iter().filter_map(|event| Some(Event { item: of_model(event.item)?, ..*event })).collect();
        let seen: Vec<ItemIx> = question.seen.iter().copied().filter_map(of_model).collect();
        let visitor = self.ranker.visitor(&known);
        let posterior = visitor.folded.segments.iter().enumerate();
        let segment = posterior.max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(&a.0))).map(|(segment, _)| segment);
        let near = |neighbours: &Neighbours| question.last.map(|last| neighbours.cosines(last)).unwrap_or_default();
        let (near_in_visits, near_in_visitors) = (near(&self.of_visits), near(&self.of_visitors));
        let scored = self.ranker.top_k(&visitor, Figures::K, &seen);
        let by_value = |values: &[f64]| match values {
            [] => self.filled(Vec::new(), question),
            values => self.filled(by_value(values, &self.popularity), question),
        };
        let own = frequencies(&question.known, self.private_label.len());
        let lists = [
            scored.into_iter().map(|scored| self.in_lake[scored.item as usize]).collect(),
            self.filled(Vec::new(), question),
            by_value(&near_in_visits),
            by_value(&near_in_visitors),
            by_value(&own),
        ];
        let next_item = lists.each_ref().map(|list| {
            let figures = Figures::of_list(list, &question.to_come);
            [
                figures.ndcg_at_20,
                figures.hit_rate_at_20,
                figures.mrr_at_20,
                figures.recall_at_20,
                self.private_label_share(list),
            ]
        });
        let score = |item| of_model(item).map(|item| self.ranker.score(&visitor, item));
        let pages = ShopOrder::ALL.map(|order| self.page(question, order, &score, [&near_in_visitors, &own]));
        Answer { visitor: question.visitor, stratum: question.stratum, segment, lists, next_item, pages }
    }

    /// Returns `first` and then the most popular items, without those seen.
    fn filled(&self, first: Vec<ItemIx>, question: &Question) -> Vec<ItemIx> {
        self.popularity.fill(first.into_iter(), Figures::K, &question.seen)
    }

    /// Orders the page of the next item as each method does.
    fn page(
        &self,
        question: &Question,
        order: ShopOrder,
        score: &dyn Fn(ItemIx) -> Option<f32>,
        [near, own]: [&[f64]; 2],
    ) -> [[f64; PAGE_FIGURES.len()]; PAGE_METHODS.len()] {
        // What was seen in this visit is no answer, so it should not stand in the way of one either.
        let unseen = |item: &&ItemIx| !question.seen.contains(item);
        let page: Vec<ItemIx> = self.listings.page(question.next, order).iter().filter(unseen).copied().collect();
        let candidates: Vec<Candidate> =
            page.iter().map(|&item| Candidate { score: score(item), out_of_stock: false }).collect();
        let reranked = |strength| rerank(&candidates, strength).into_iter().map(|place| page[place as usize]).collect();
        let by = |value: &dyn Fn(ItemIx) -> f64| {
            let mut page = page.clone();
            page.sort_by(|&a, &b| value(b).total_cmp(&value(a)));
            page
        };
        let orders: [Vec<ItemIx>; PAGE_METHODS.len()] = [
            reranked(1.0),
            page.clone(),
            reranked(0.7),
            by(&|item| f64::from(self.popularity.visitors[item as usize])),
            by(&|item| near.get(item as usize).copied().unwrap_or_default()),
            by(&|item| own[item as usize]),
        ];
        let wanted: Vec<ItemIx> = question.to_come.iter().copied().filter(|item| page.contains(item)).collect();
        orders.map(|list| {
            [ndcg(&list, &wanted, list.len()), mrr(&list, &wanted, list.len()), self.private_label_share(&list)]
        })
    }

    /// Returns the share of private label among the first ten.
    fn private_label_share(&self, list: &[ItemIx]) -> f64 {
        let top = &list[..list.len().min(TOP)];
        top.iter().filter(|&&item| self.private_label[item as usize]).count() as f64 / top.len().max(1) as f64
    }
}
