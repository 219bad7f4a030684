//! What the shop sells and to whom, read from the TOML files beside this module: departments, leaf categories, brands,
//! and the hidden customer types. It refuses a taxonomy that contradicts itself (an unknown leaf in a type, an empty list).

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;

use super::calendar::Season;

/// The shop's own brand; always brand 0.
pub(super) const PRIVATE_LABEL: &str = "Amazing Basics";

/// One file per department; the order is part of the lake's definition.
const DEPARTMENTS: [(&str, &str); 10] = [
    ("entertainment.toml", include_str!("taxonomy/entertainment.toml")),
    ("electronics.toml", include_str!("taxonomy/electronics.toml")),
    ("home.toml", include_str!("taxonomy/home.toml")),
    ("garden.toml", include_str!("taxonomy/garden.toml")),
    ("sport.toml", include_str!("taxonomy/sport.toml")),
    ("family.toml", include_str!("taxonomy/family.toml")),
    ("beauty.toml", include_str!("taxonomy/beauty.toml")),
    ("fashion.toml", include_str!("taxonomy/fashion.toml")),
    ("pets.toml", include_str!("taxonomy/pets.toml")),
    ("office.toml", include_str!("taxonomy/office.toml")),
];

const TYPES: &str = include_str!("types.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DepartmentText {
    department: String,
    season: Season,
    yearly_change: f64,
    #[serde(default)]
    novelty: bool,
    private_label: bool,
    pattern: String,
    brands: Vec<String>,
    leaf: Vec<LeafText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LeafText {
    path: String,
    weight: f64,
    price: f64,
    #[serde(default)]
    consumable: bool,
    pattern: Option<String>,
    brands: Option<Vec<String>>,
    #[serde(default)]
    kinds: Vec<String>,
    nouns: Vec<String>,
    sizes: Vec<String>,
}

#[derive(Deserialize)]
struct TypesText {
    r#type: Vec<TypeText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TypeText {
    name: String,
    share: f64,
    price_sensitivity: f64,
    core: Vec<String>,
    side: Vec<String>,
}

/// A leaf category.
#[derive(Debug)]
pub(super) struct Leaf {
    /// Full path, " > " between levels.
    pub(super) path: String,
    pub(super) department: usize,
    /// Share of the shop's interest, over all leaves 1.
    pub(super) weight: f64,
    /// Median price in EUR.
    pub(super) price: f64,
    /// Whether customers come back for the same item.
    pub(super) consumable: bool,
    /// Whether interest in an item fades after its release.
    pub(super) novelty: bool,
    /// Whether the private label sells here.
    pub(super) private_label: bool,
    /// Change of demand per year, as a logarithm.
    pub(super) yearly_change: f64,
    pub(super) season: Season,
    pub(super) pattern: String,
    /// Brands, the dearest first.
    pub(super) brands: Vec<u16>,
    pub(super) kinds: Vec<String>,
    pub(super) nouns: Vec<String>,
    pub(super) sizes: Vec<String>,
}

/// A hidden type of customer.
#[derive(Debug)]
pub(super) struct CustomerType {
    pub(super) name: String,
    /// Share of all customers, over all types 1.
    pub(super) share: f64,
    pub(super) price_sensitivity: f64,
    /// Leaves that carry most of the taste.
    pub(super) core: Vec<usize>,
    /// Leaves that carry some of it.
    pub(super) side: Vec<usize>,
}

/// Departments, leaves, brands and customer types.
#[derive(Debug)]
pub(super) struct Taxonomy {
    pub(super) departments: Vec<String>,
    pub(super) leaves: Vec<Leaf>,
    pub(super) brands: Vec<String>,
    pub(super) types: Vec<CustomerType>,
}

impl Taxonomy {
    /// Reads the embedded files.
    ///
    /// # Errors
    /// When a file is not valid TOML, a leaf lacks words, or a type names a leaf that does not exist.
    pub(super) fn read() -> Result<Self> {
        let mut taxonomy = Self {
            departments: Vec::new(),
            leaves: Vec::new(),
            brands: vec![PRIVATE_LABEL.to_owned()],
            types: Vec::new(),
        };
        for (file, text) in DEPARTMENTS {
            let department = toml::from_str(text).with_context(|| format!("taxonomy/{file}"))?;
            taxonomy.add_department(department).with_context(|| format!("taxonomy/{file}"))?;
        }
        let total: f64 = taxonomy.leaves.iter().map(|leaf| leaf.weight).sum();
        taxonomy.leaves.iter_mut().for_each(|leaf| leaf.weight /= total);
        let types: TypesText = toml::from_str(TYPES).context("types.toml")?;
        for text in types.r#type {
            taxonomy.add_type(text).context("types.toml")?;
        }
        let shares: f64 = taxonomy.types.iter().map(|kind| kind.share).sum();
        taxonomy.types.iter_mut().for_each(|kind| kind.share /= shares);
        Ok(taxonomy)
    }

    fn add_department(&mut self, text: DepartmentText) -> Result<()> {
        let department = self.departments.len();
        for leaf in text.leaf {
            let brands = leaf.brands.as_ref().unwrap_or(&text.brands);
            ensure!(
                leaf.weight > 0.0
                    && leaf.price > 0.0
                    && !brands.is_empty()
                    && !leaf.nouns.is_empty()
                    && !leaf.sizes.is_empty(),
                "leaf {:?} needs a weight, a price, brands, nouns and sizes",
                leaf.path
            );
            let brands = brands.iter().map(|name| self.brand(name)).collect();
            self.leaves.push(Leaf {
                path: format!("{} > {}", text.department, leaf.path),
                department,
                weight: leaf.weight,
                price: leaf.price,
                consumable: leaf.consumable,
                novelty: text.novelty,
                private_label: text.private_label,
                yearly_change: text.yearly_change,
                season: text.season,
                pattern: leaf.pattern.unwrap_or_else(|| text.pattern.clone()),
                brands,
                kinds: leaf.kinds,
                nouns: leaf.nouns,
                sizes: leaf.sizes,
            });
        }
        self.departments.push(text.department);
        Ok(())
    }

    fn brand(&mut self, name: &str) -> u16 {
        let known = self.brands.iter().position(|brand| brand == name);
        known.unwrap_or_else(|| {
            self.brands.push(name.to_owned());
            self.brands.len() - 1
        }) as u16
    }

    fn add_type(&mut self, text: TypeText) -> Result<()> {
        let find = |path: &String| {
            let leaf = self.leaves.iter().position(|leaf| leaf.path == *path);
            leaf.with_context(|| format!("type {:?} names the leaf {path:?}, which no department has", text.name))
        };
        let core = text.core.iter().map(find).collect::<Result<_>>()?;
        let side = text.side.iter().map(find).collect::<Result<_>>()?;
        self.types.push(CustomerType {
            name: text.name,
            share: text.share,
            price_sensitivity: text.price_sensitivity,
            core,
            side,
        });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_files_agree_with_each_other() {
        let taxonomy = Taxonomy::read().expect("the embedded taxonomy is valid");
        assert_eq!((taxonomy.leaves.len(), taxonomy.departments.len(), taxonomy.types.len()), (60, 10, 8));
        assert_eq!(taxonomy.brands[0], PRIVATE_LABEL);
        assert!(taxonomy.leaves.iter().any(|leaf| leaf.department == 0 && leaf.yearly_change < 0.0));
        let mut paths: Vec<_> = taxonomy.leaves.iter().map(|leaf| &leaf.path).collect();
        paths.sort_unstable();
        paths.dedup();
        assert_eq!(paths.len(), 60);
    }
}
