//! Ledgers as a store room keeps them, thrown with seeded dice: slips of several lines, usual
//! sizes, packs and pieces, returns, void numbers, months that end with a count.
//!
//! Nothing is made distinctive: most lines are ones and twos and fives, the same wards draw the
//! same goods week after week, and whole cards look alike.

use std::fmt::Write as _;

/// Dice with a seed (`SplitMix64`).
pub(super) struct Dice(u64);

impl Dice {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    pub(super) const fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to below `end`.
    pub(super) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.throw() >> 1).expect("a number") % end
    }

    pub(super) fn one_of<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    /// Whether something happens that happens so often in a hundred.
    pub(super) fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// What a line of a slip is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Issue,
    Back,
    Receipt,
    SentBack,
}

impl What {
    pub(super) const fn turned(self) -> Self {
        match self {
            Self::Issue => Self::Back,
            Self::Back => Self::Issue,
            Self::Receipt => Self::SentBack,
            Self::SentBack => Self::Receipt,
        }
    }

    const fn sign(self) -> i64 {
        match self {
            Self::Issue | Self::SentBack => -1,
            Self::Back | Self::Receipt => 1,
        }
    }
}

/// An item of the catalogue.
pub(super) struct Goods {
    pub(super) code: String,
    /// Pieces in a pack; 0 where there is none.
    pub(super) pack: i64,
    /// The sizes of its issues, the usual ones more than once.
    sizes: &'static [i64],
    /// The packs of a receipt.
    packs: &'static [i64],
    wards: Vec<usize>,
}

/// A line as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Written {
    /// The day, counted from the first.
    pub(super) day: usize,
    pub(super) what: What,
    pub(super) goods: usize,
    pub(super) typed: i64,
    pub(super) in_packs: bool,
    pub(super) partner: usize,
    /// Which slip, in the order of their numbers.
    pub(super) slip: usize,
}

/// A store room's ledger: what was written, and on which days it was counted.
pub(super) struct Ledger {
    pub(super) goods: Vec<Goods>,
    pub(super) lines: Vec<Written>,
    /// The numbers of the slips.
    pub(super) slips: Vec<String>,
    /// The last days of the months.
    pub(super) counts: Vec<usize>,
}

const FEW: &[i64] = &[1, 1, 1, 1, 2, 2, 2, 3, 4, 5];
const SOME: &[i64] = &[1, 2, 2, 3, 4, 5, 5, 5, 6, 8, 10, 10, 12, 15, 20];
const MANY: &[i64] = &[5, 10, 10, 10, 12, 15, 18, 20, 20, 20, 24, 25, 27, 30, 36, 40, 45, 50, 60];
const PACKS: &[&[i64]] = &[&[2, 2, 3, 5], &[1, 2, 4, 5], &[5, 5, 10], &[3, 4, 6, 8, 10]];
const WARDS: usize = 9;

impl Ledger {
    /// Throws a ledger of some months.
    pub(super) fn thrown(dice: &mut Dice) -> Self {
        let goods: Vec<Goods> = (0..12).map(|at| thrown_goods(dice, at)).collect();
        let n_months = 3 + dice.below(3);
        let counts: Vec<usize> = (1..=n_months).map(|month| month * 30 - 1).collect();
        let n_days = counts[n_months - 1] + 6;
        let busy = 1 + dice.below(3);
        let mut ledger = Self { goods, lines: Vec::new(), slips: Vec::new(), counts };
        let mut numbers = [1_usize; 4];
        let mut held = vec![0_i64; ledger.goods.len()];
        for day in 0..n_days {
            for _ in 0..dice.below(2 * busy + 1) {
                ledger.issue(dice, day, &mut numbers, &mut held);
            }
            let low: Vec<usize> = (0..held.len()).filter(|at| held[*at] < 40).collect();
            if !low.is_empty() && (day == 0 || dice.percent(60)) {
                ledger.receive(dice, day, &low, &mut numbers, &mut held);
            }
        }
        ledger
    }

    /// A ward's slip: what it draws, or now and then what it gives back.
    fn issue(&mut self, dice: &mut Dice, day: usize, numbers: &mut [usize; 4], held: &mut [i64]) {
        let ward = dice.below(WARDS);
        let what = if dice.percent(4) { What::Back } else { What::Issue };
        let drawn: Vec<usize> =
            (0..self.goods.len()).filter(|at| self.goods[*at].wards.contains(&ward)).collect();
        if drawn.is_empty() {
            return;
        }
        let slip = self.number(dice, what, numbers);
        let mut on_slip = Vec::new();
        for _ in 0..=dice.below(4) {
            let goods = dice.one_of(&drawn);
            let (typed, in_packs) = self.goods[goods].size(dice);
            let line = Written { day, what, goods, typed, in_packs, partner: ward, slip };
            if !on_slip.contains(&goods) && held[goods] + self.change(&line) >= 0 {
                on_slip.push(goods);
                held[goods] += self.change(&line);
                self.lines.push(line);
            }
        }
    }

    fn receive(
        &mut self,
        dice: &mut Dice,
        day: usize,
        low: &[usize],
        numbers: &mut [usize; 4],
        held: &mut [i64],
    ) {
        let what = if day > 0 && dice.percent(3) { What::SentBack } else { What::Receipt };
        let slip = self.number(dice, what, numbers);
        for goods in low.iter().copied().take(if day == 0 { low.len() } else { 3 }) {
            let of = &self.goods[goods];
            let (packs, in_packs) = (dice.one_of(of.packs), of.pack > 0);
            let typed = if in_packs { packs } else { packs * 20 };
            let line = Written { day, what, goods, typed, in_packs, partner: goods % 3, slip };
            if held[goods] + self.change(&line) >= 0 {
                held[goods] += self.change(&line);
                self.lines.push(line);
            }
        }
    }

    /// The next number of a series; now and then one is void.
    fn number(&mut self, dice: &mut Dice, what: What, numbers: &mut [usize; 4]) -> usize {
        let (at, prefix) = match what {
            What::Issue => (0, "CK"),
            What::Back => (1, "TK"),
            What::Receipt => (2, "RK"),
            What::SentBack => (3, "TH"),
        };
        numbers[at] += usize::from(dice.percent(1));
        self.slips.push(format!("{prefix}{:04}", numbers[at]));
        numbers[at] += 1;
        self.slips.len() - 1
    }

    /// What a line changes on its card, in pieces.
    pub(super) fn change(&self, line: &Written) -> i64 {
        let factor = if line.in_packs { self.goods[line.goods].pack } else { 1 };
        line.what.sign() * line.typed * factor
    }

    /// What is on the shelf at the end of a day.
    pub(super) fn held(&self, goods: usize, day: usize) -> i64 {
        let lines = self.lines.iter().filter(|line| line.goods == goods && line.day <= day);
        lines.map(|line| self.change(line)).sum()
    }

    /// The ledger in the notation of the tests: these lines, and a count at the end of every
    /// month but the last that found what was there.
    pub(super) fn told(&self, lines: &[Written]) -> String {
        let mut text = "store ZW\n".to_owned();
        for goods in &self.goods {
            let pack = if goods.pack > 0 { format!(" 箱={}", goods.pack) } else { String::new() };
            let _ = writeln!(text, "item {} 只{pack} category={}", goods.code, &goods.code[..2]);
        }
        for (at, line) in lines.iter().enumerate() {
            let (word, from, to) = match line.what {
                What::Issue => ("issue", "store:ZW".to_owned(), format!("dept:K{}", line.partner)),
                What::Back => ("return", format!("dept:K{}", line.partner), "store:ZW".to_owned()),
                What::Receipt => {
                    ("receipt", format!("supplier:S{}", line.partner), "store:ZW".to_owned())
                }
                What::SentBack => {
                    ("return", "store:ZW".to_owned(), format!("supplier:S{}", line.partner))
                }
            };
            let unit = if line.in_packs { "箱" } else { "只" };
            let price = if line.what == What::Receipt { " @1" } else { "" };
            let _ = writeln!(
                text,
                "{} {word} {} {}{unit} {from} > {to} #{} id={}{price}",
                date(line.day),
                self.goods[line.goods].code,
                line.typed,
                self.slips[line.slip],
                id(at)
            );
        }
        for day in &self.counts[..self.counts.len() - 1] {
            for (at, goods) in self.goods.iter().enumerate() {
                let held = self.held(at, *day);
                let _ = writeln!(
                    text,
                    "{} close count {} 0只 store:ZW > difference #PD{day:03} id=C{day:03}{at:02} counted={held}",
                    date(*day),
                    goods.code
                );
            }
        }
        text
    }
}

impl Goods {
    /// The size of an issue: mostly pieces, now and then whole packs.
    fn size(&self, dice: &mut Dice) -> (i64, bool) {
        if self.pack > 0 && dice.percent(12) {
            return (1 + i64::from(dice.percent(30)), true);
        }
        (dice.one_of(self.sizes), false)
    }
}

fn thrown_goods(dice: &mut Dice, at: usize) -> Goods {
    let code = format!("{}{:03}", ["BG", "WJ", "QJ"][at / 4], at % 4 + 1);
    let pack = if dice.percent(85) { dice.one_of(&[6, 10, 10, 12, 20, 24, 50]) } else { 0 };
    let sizes = [FEW, SOME, SOME, MANY][dice.below(4)];
    let packs = dice.one_of(PACKS);
    let mut wards: Vec<usize> = (0..WARDS).filter(|_| dice.percent(50)).collect();
    wards.push(dice.below(WARDS));
    Goods { code, pack, sizes, packs, wards }
}

/// A day of the ledger as the notation writes it.
pub(super) fn date(day: usize) -> String {
    let first = super::day("01-01");
    first.plus_days(i64::try_from(day).expect("a day")).to_string()
}

/// The id of a line by its place.
pub(super) fn id(at: usize) -> String {
    format!("M{at:05}")
}
