//! Changes of the catalogue: new items and store rooms, and what may still be changed of an item
//! that has moved.

use crate::base::Decided;

use super::{Item, Record, Refusal, Stock, Store};

/// Decides over a new item.
///
/// The identical item again is there already; another under the same code is refused.
pub fn add_item(stock: &Stock, item: &Item) -> Result<Decided<Vec<Record>>, Refusal> {
    item.check()?;
    match stock.items.get(&item.code) {
        None => Ok(Decided::New(vec![Record::Item(item.clone())])),
        Some(there) if there == item => Ok(Decided::Already(item.code.to_string())),
        Some(there) => {
            Err(Refusal::Taken { code: item.code.to_string(), name: there.name.clone() })
        }
    }
}

/// Decides over an item as it shall be from now on.
///
/// Refuses a change of unit, factor or decimals by which a line already in the ledger would mean
/// another quantity.
pub fn edit_item(stock: &Stock, item: &Item) -> Result<Decided<Vec<Record>>, Refusal> {
    let there = stock.item(&item.code)?;
    if there == item {
        return Ok(Decided::Already(item.code.to_string()));
    }
    item.check()?;
    for line in stock.lines_of(&item.code) {
        let movement = &line.movement;
        let base = item.base(movement.quantity, &movement.unit);
        let counted = movement.counted.is_none_or(|counted| counted.fits(item.scale));
        if there.unit != item.unit || base != Ok(line.base) || !counted {
            return Err(Refusal::UnitInUse {
                item: there.named(),
                unit: movement.unit.clone(),
                id: movement.id.clone(),
            });
        }
    }
    Ok(Decided::New(vec![Record::ItemEdit(item.clone())]))
}

/// Decides over a new store room.
pub fn add_store(stock: &Stock, store: &Store) -> Result<Decided<Vec<Record>>, Refusal> {
    if store.name.trim().is_empty() {
        return Err(Refusal::NameMissing { code: store.code.to_string() });
    }
    match stock.stores.get(&store.code) {
        None => Ok(Decided::New(vec![Record::Store(store.clone())])),
        Some(there) if there == store => Ok(Decided::Already(store.code.to_string())),
        Some(there) => {
            Err(Refusal::Taken { code: store.code.to_string(), name: there.name.clone() })
        }
    }
}

/// The items in whose code, name, specification or category every one of some words occurs.
pub fn find_items<'s>(stock: &'s Stock, words: &[String]) -> Vec<&'s Item> {
    let words: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let fits = |item: &&Item| {
        let Item { code, name, spec, category, .. } = item;
        let text = format!("{code} {name} {spec} {category}").to_lowercase();
        words.iter().all(|word| text.contains(word))
    };
    stock.items.values().filter(fits).collect()
}
