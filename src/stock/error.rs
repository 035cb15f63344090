//! Every way in which a rule of the stock book says no.
//!
//! A variant carries data, never sentences; its code, arguments and field are in `say.rs`.

use crate::base::{Day, Fraction, ItemCode, Quantity, RecordId, SheetCode, StoreCode};
use crate::org;

use super::{CirculationRefusal, Kind, Named, OnlyExpired, Short, SlipLine, purchase};

/// A rule of the stock book said no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The catalogue has no such item.
    #[error("no such item")]
    UnknownItem {
        /// The code as it was given.
        item: ItemCode,
        /// The code that may have been meant.
        near: Option<String>,
    },
    /// There is no such store room.
    #[error("no such store room")]
    UnknownStore {
        /// The code as it was given.
        store: StoreCode,
        /// The code that may have been meant.
        near: Option<String>,
        /// All store rooms there are.
        known: String,
    },
    /// There is no store room yet.
    #[error("there is no store room")]
    NoStores,
    /// There are several store rooms, and it is not said which.
    #[error("which store room is meant?")]
    WhichStore {
        /// All store rooms there are.
        known: String,
    },
    /// The item is not kept in this unit.
    #[error("the item has no such unit")]
    UnknownUnit {
        /// The item.
        item: Box<Named>,
        /// The unit as it was given.
        unit: String,
        /// All its units.
        units: String,
    },
    /// More decimals than the item is kept to.
    #[error("more decimals than the item is kept to")]
    Decimals {
        /// The item.
        item: Box<Named>,
        /// The quantity as it was given.
        quantity: Quantity,
        /// Its unit.
        unit: String,
        /// How many decimals there may be.
        scale: u32,
    },
    /// The conversion does not come out in whole steps.
    #[error("the conversion does not come out")]
    Inexact {
        /// The item.
        item: Box<Named>,
        /// The quantity as it was given.
        quantity: Quantity,
        /// Its unit.
        unit: String,
        /// The factor of that unit.
        factor: Box<Fraction>,
        /// The base unit.
        base: String,
        /// How many decimals there may be.
        scale: u32,
    },
    /// A quantity must be above zero.
    #[error("the quantity is not above zero")]
    NotPositive {
        /// The quantity as it was given.
        quantity: Quantity,
    },
    /// The line's value is more than the books can hold.
    #[error("too large to be kept")]
    TooLarge {
        /// The item.
        item: ItemCode,
    },
    /// Freight that is added to no price.
    #[error("freight goes with a price")]
    FreightAlone,
    /// Goods from an own workshop of which nobody has said what they cost outside.
    #[error("the market price is missing")]
    MarketPriceMissing {
        /// The item.
        item: Box<Named>,
    },
    /// An amount of money must not be below zero.
    #[error("the amount is below zero")]
    AmountNegative,
    /// Goods come in, and nobody has said what they cost.
    #[error("no price is known")]
    PriceMissing {
        /// The item.
        item: ItemCode,
    },
    /// A price stands where the cost method gives the value.
    #[error("this kind of line has no price")]
    PriceNotHere {
        /// The kind of the line.
        kind: Kind,
    },
    /// The places do not fit the kind.
    #[error("the places do not fit the kind")]
    Places {
        /// The kind of the line.
        kind: Kind,
        /// Where it says the goods came from.
        from: String,
        /// Where it says the goods went.
        to: String,
    },
    /// A time, or a cut-off, that this kind of line cannot have, or lacks.
    #[error("the time does not fit the kind")]
    Time {
        /// The kind of the line.
        kind: Kind,
    },
    /// A reversal without its original, or another kind with one.
    #[error("reversals, and only they, name an original")]
    Reverses {
        /// The kind of the line.
        kind: Kind,
    },
    /// A count without a counted quantity, or another kind with one.
    #[error("counts, and only they, have a counted quantity")]
    Counted {
        /// The kind of the line.
        kind: Kind,
    },
    /// The id stands for another line.
    #[error("the id is taken")]
    IdTaken {
        /// The id.
        id: RecordId,
    },
    /// The sheet has been posted with other values.
    #[error("the sheet is posted already")]
    PostedAlready {
        /// The sheet.
        sheet: SheetCode,
        /// The row that posted it.
        by: RecordId,
    },
    /// A sheet asserts the same card twice.
    #[error("the sheet counts the item twice")]
    CountedTwice {
        /// The sheet.
        sheet: String,
        /// The item.
        item: ItemCode,
    },
    /// A transfer arrives that was not sent, or not so much of it.
    #[error("more arrives than was sent")]
    NotSent {
        /// The item.
        item: ItemCode,
        /// The slip it arrives under.
        slip: String,
    },
    /// A line leaves a store with less than nothing.
    #[error("the store holds less than nothing")]
    Negative {
        /// The item.
        item: ItemCode,
        /// The store.
        store: String,
        /// What is left, below zero.
        quantity: Quantity,
    },
    /// There is no such line.
    #[error("no such line")]
    UnknownMovement {
        /// The id as it was given.
        id: String,
    },
    /// The line has been taken back.
    #[error("the line has been taken back")]
    ReversedAlready {
        /// The line.
        id: RecordId,
        /// The line that took it back.
        by: RecordId,
    },
    /// A reversal says other goods or places than its original.
    #[error("the reversal does not mirror its original")]
    Mirror {
        /// The original.
        original: RecordId,
    },
    /// An item without a name.
    #[error("the name is missing")]
    NameMissing {
        /// The code of what lacks the name.
        code: String,
    },
    /// An item without a base unit.
    #[error("the base unit is missing")]
    UnitMissing {
        /// The item.
        item: ItemCode,
    },
    /// More decimals than a quantity can have.
    #[error("too many decimals")]
    Scale {
        /// The item.
        item: ItemCode,
        /// The decimals as they were given.
        scale: u32,
    },
    /// The same unit twice.
    #[error("the unit is named twice")]
    UnitTwice {
        /// The item.
        item: ItemCode,
        /// The unit.
        unit: String,
    },
    /// A larger unit without a name, or with a factor that is not above zero.
    #[error("not a unit and its factor")]
    Factor {
        /// The item.
        item: ItemCode,
        /// The unit.
        unit: String,
        /// The factor as it was given.
        factor: Fraction,
    },
    /// A minimum, maximum or safety stock that is no quantity of the item.
    #[error("not a quantity of the item")]
    Limit {
        /// The item.
        item: ItemCode,
        /// Which of the three, by its column.
        field: &'static str,
        /// The quantity as it was given.
        quantity: Quantity,
        /// How many decimals there may be.
        scale: u32,
    },
    /// A maximum below the minimum.
    #[error("maximum below the minimum")]
    MaximumLow {
        /// The item.
        item: ItemCode,
        /// The minimum.
        minimum: Quantity,
        /// The maximum as it was given.
        maximum: Quantity,
    },
    /// A ratio of old goods to new ones that is not above zero.
    #[error("not a ratio of old goods")]
    OldRatio {
        /// The item.
        item: ItemCode,
        /// The ratio as it was given.
        ratio: Fraction,
    },
    /// A market price on a line that brings nothing from a workshop.
    #[error("no market price here")]
    MarketPriceNotHere {
        /// The kind of the line.
        kind: Kind,
    },
    /// An order on a line of a kind that fulfils none.
    #[error("no order here")]
    OrderNotHere {
        /// The kind of the line.
        kind: Kind,
        /// The column: `order` or `repair`.
        column: &'static str,
    },
    /// The pool of old goods holds less than nothing.
    #[error("the pool holds less than nothing")]
    PoolNegative {
        /// The item.
        item: ItemCode,
        /// What is left, below zero.
        quantity: Quantity,
    },
    /// A rule of goods that circulate.
    #[error(transparent)]
    Circulation(#[from] CirculationRefusal),
    /// A register of who and where said no.
    #[error(transparent)]
    Org(#[from] org::Refusal),
    /// A row names a department that is not registered, in the column of a place.
    #[error("not registered")]
    Unregistered {
        /// The column.
        column: &'static str,
        /// What the register says.
        #[source]
        refusal: Box<org::Refusal>,
    },
    /// The item may not be received any more.
    #[error("the item is no longer bought")]
    Inactive {
        /// The item.
        item: Box<Named>,
    },
    /// This kind of line must say why.
    #[error("a reason is missing")]
    ReasonMissing {
        /// The kind of the line.
        kind: Kind,
    },
    /// The store holds less than is asked for.
    #[error("not enough in the store")]
    Short(Box<Short>),
    /// There is enough on the day, but a later line would go below zero.
    #[error("a later line would go below zero")]
    ShortLater(Box<Short>),
    /// The store holds less of the lot than is asked for.
    #[error("not enough of the lot")]
    LotShort(Box<Short>),
    /// There is enough of the lot on the day, but a later line of it would go below zero.
    #[error("a later line of the lot would go below zero")]
    LotShortLater(Box<Short>),
    /// Goods come in whose lots are told apart, and nobody has said which lot they are.
    #[error("the lot is missing")]
    LotMissing {
        /// The item.
        item: Box<Named>,
        /// The kind of the line.
        kind: Kind,
    },
    /// A lot has one expiry.
    #[error("the lot has another expiry")]
    LotExpiry {
        /// The item.
        item: Box<Named>,
        /// The lot.
        lot: String,
        /// The expiry as it was given.
        stated: Day,
        /// The expiry that other lines state.
        known: Day,
    },
    /// The lot may not be used any more.
    #[error("the lot has expired")]
    LotExpired {
        /// The item.
        item: Box<Named>,
        /// The lot.
        lot: String,
        /// Its expiry.
        expiry: Day,
        /// The day of the line.
        date: Day,
    },
    /// What could still be used is too little; the rest has expired.
    #[error("only expired lots are left")]
    OnlyExpired(Box<OnlyExpired>),
    /// A line takes more of a lot than there is of it.
    #[error("the line takes more of the lot than there is")]
    LotLacking {
        /// The item.
        item: ItemCode,
        /// The store.
        store: String,
        /// The lot.
        lot: String,
        /// How much came out of other lots.
        quantity: Quantity,
    },
    /// The slip stands for something else.
    #[error("the slip is taken")]
    SlipTaken(Box<SlipLine>),
    /// The card has an opening already.
    #[error("the card has an opening already")]
    OpeningTwice {
        /// The item.
        item: Box<Named>,
        /// The opening that is there.
        id: RecordId,
        /// Its day.
        date: Day,
    },
    /// A transfer to where it comes from.
    #[error("a transfer to the same store")]
    SameStore {
        /// The store.
        store: StoreCode,
    },
    /// A transfer that arrives before it is sent.
    #[error("arrives before it is sent")]
    ArrivesEarly {
        /// The day it is sent.
        sent: Day,
        /// The day it arrives.
        arrives: Day,
    },
    /// The line is dated after the day on which it is recorded.
    #[error("dated in the future")]
    Future {
        /// The line's day.
        date: Day,
        /// The day of recording.
        today: Day,
    },
    /// The reversal is dated before its original.
    #[error("before its original")]
    ReversedEarly {
        /// The original.
        id: RecordId,
        /// Its day.
        date: Day,
    },
    /// A count is not taken back as a line is.
    #[error("a count is not taken back")]
    CountNotReversed {
        /// The sheet.
        sheet: String,
    },
    /// A reversal is not taken back.
    #[error("a reversal is not taken back")]
    ReversalNotReversed {
        /// The reversal.
        id: RecordId,
    },
    /// The slip has several lines, and it is not said which.
    #[error("the slip has several lines")]
    SeveralLines {
        /// The slip.
        slip: String,
        /// Its lines.
        lines: Vec<SlipLine>,
    },
    /// The card has been counted since, and the count approved.
    #[error("counted since")]
    CountedSince {
        /// The line.
        id: RecordId,
        /// The store of the card.
        store: StoreCode,
        /// The counts after it.
        counts: Vec<SlipLine>,
    },
    /// Goods come from or go to a supplier, and nobody has said to which.
    #[error("the supplier is missing")]
    SupplierMissing,
    /// A rule of purchasing.
    #[error(transparent)]
    Purchase(Box<purchase::Refusal>),
    /// The code stands for something else.
    #[error("the code is taken")]
    Taken {
        /// The code.
        code: String,
        /// The name of what it stands for.
        name: String,
    },
    /// Lines are kept in a unit that would now mean something else.
    #[error("the unit is in use")]
    UnitInUse {
        /// The item.
        item: Box<Named>,
        /// The unit.
        unit: String,
        /// A line that was typed in it.
        id: RecordId,
    },
}
