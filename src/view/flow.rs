//! A layered layout: boxes in rows, every line from a box to one in a row further down.
//!
//! In: the sizes of boxes, and which lead to which. Out: where each box stands and how each line
//! runs. Lines that would lead upwards or from a box to itself are left out.
//!
//! Invariant: the same graph gives the same layout; no two boxes overlap, and a line touches no
//! box but the two it joins.

use std::collections::BTreeSet;

/// The space between two things in a row.
const GAP: f64 = 26.0;
/// The width kept free for a line that passes a row.
const LANE: f64 = 12.0;
/// The space between two rows.
const ROW_GAP: f64 = 46.0;
/// How often the order within the rows is improved.
const ORDER_ROUNDS: usize = 12;
/// How often places are evened out.
const PLACE_ROUNDS: usize = 24;
/// How much the two ends of a line want to stand under each other: of a line that passes a row, of
/// one between boxes that lead on, of one to a box that ends.
const PULL: [f64; 3] = [6.0, 3.0, 0.4];
/// How much a box that leads on, or a line that passes, gives way less than a box that ends.
const FIRM: f64 = 6.0;

/// The size of a box.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Size {
    pub(super) width: f64,
    pub(super) height: f64,
}

/// The place of a box.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rect {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// A line: from the lower side of a box, through the gaps between rows, to the upper side of another.
/// Between `points[2n]` and `points[2n + 1]` it is straight down; to the next it bends.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Route {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) points: Vec<(f64, f64)>,
}

/// A finished layout.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct FlowLayout {
    pub(super) width: f64,
    pub(super) height: f64,
    /// By box.
    pub(super) boxes: Vec<Rect>,
    pub(super) routes: Vec<Route>,
}

/// Lays out a graph; an edge given twice is one line.
pub(super) fn lay_out(sizes: &[Size], edges: &[(usize, usize)]) -> FlowLayout {
    let edges = forward(sizes.len(), edges);
    let mut rows = Rows::new(sizes, &edges);
    rows.put_in_order();
    rows.put_in_place();
    rows.finish(sizes, &edges)
}

/// The edges that close no circle, once each, in the order given.
fn forward(count: usize, edges: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut seen = BTreeSet::new();
    let edges: Vec<(usize, usize)> = edges
        .iter()
        .copied()
        .filter(|edge| edge.0 < count && edge.1 < count && edge.0 != edge.1 && seen.insert(*edge))
        .collect();
    let mut out_of: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (from, to) in &edges {
        out_of[*from].push(*to);
    }
    let mut back = BTreeSet::new();
    // 0: not met, 1: open, 2: done.
    let mut state = vec![0_u8; count];
    for start in 0..count {
        let mut open: Vec<(usize, usize)> = Vec::new();
        if state[start] == 0 {
            state[start] = 1;
            open.push((start, 0));
        }
        while let Some((node, next)) = open.last_mut() {
            let Some(to) = out_of[*node].get(*next).copied() else {
                state[*node] = 2;
                open.pop();
                continue;
            };
            *next += 1;
            match state[to] {
                0 => {
                    state[to] = 1;
                    open.push((to, 0));
                }
                1 => {
                    back.insert((*node, to));
                }
                _ => {}
            }
        }
    }
    edges.into_iter().filter(|edge| !back.contains(edge)).collect()
}

/// The row of each box: one below the lowest that leads to it. The edges close no circle.
fn rows_of(count: usize, edges: &[(usize, usize)]) -> Vec<usize> {
    let mut out_of: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut waiting = vec![0_usize; count];
    for (from, to) in edges {
        out_of[*from].push(*to);
        waiting[*to] += 1;
    }
    let mut row = vec![0; count];
    let mut ready: Vec<usize> = (0..count).filter(|node| waiting[*node] == 0).collect();
    while let Some(node) = ready.pop() {
        for to in &out_of[node] {
            row[*to] = row[*to].max(row[node] + 1);
            waiting[*to] -= 1;
            if waiting[*to] == 0 {
                ready.push(*to);
            }
        }
    }
    row
}

/// A box, or the place where a line passes a row.
struct FlowItem {
    width: f64,
    lane: bool,
    /// The middle.
    x: f64,
    above: Vec<usize>,
    below: Vec<usize>,
}

impl FlowItem {
    /// Whether it is no end.
    fn leads_on(&self) -> bool {
        !self.below.is_empty()
    }
}

struct Rows {
    /// The boxes first, by their number; then lanes.
    items: Vec<FlowItem>,
    /// Items by row, in order.
    lines: Vec<Vec<usize>>,
    /// By edge: the items it runs through.
    chains: Vec<Vec<usize>>,
}

impl Rows {
    fn new(sizes: &[Size], edges: &[(usize, usize)]) -> Self {
        let row_of = rows_of(sizes.len(), edges);
        let item = |width, lane| FlowItem { width, lane, x: 0.0, above: Vec::new(), below: Vec::new() };
        let mut items: Vec<FlowItem> = sizes.iter().map(|size| item(size.width, false)).collect();
        let mut rows: Vec<Vec<usize>> = vec![Vec::new(); row_of.iter().max().map_or(0, |last| last + 1)];
        for (node, row) in row_of.iter().enumerate() {
            rows[*row].push(node);
        }
        let mut chains = Vec::with_capacity(edges.len());
        for (from, to) in edges {
            let mut chain = vec![*from];
            for row in &mut rows[row_of[*from] + 1..row_of[*to]] {
                row.push(items.len());
                chain.push(items.len());
                items.push(item(LANE, true));
            }
            chain.push(*to);
            for pair in chain.windows(2) {
                items[pair[0]].below.push(pair[1]);
                items[pair[1]].above.push(pair[0]);
            }
            chains.push(chain);
        }
        Self { items, lines: rows, chains }
    }

    /// Orders each row by the middle of what it is joined to, down and up, and keeps the best.
    fn put_in_order(&mut self) {
        let mut best = (self.crossings(), self.lines.clone());
        for round in 0..ORDER_ROUNDS {
            let down = round % 2 == 0;
            let count = self.lines.len();
            for step in 1..count {
                let row = if down { step } else { count - 1 - step };
                let beside = &self.lines[if down { row - 1 } else { row + 1 }];
                let mut position = vec![0.0; self.items.len()];
                let mut at = 0.0;
                for item in beside {
                    position[*item] = at;
                    at += 1.0;
                }
                let here: Vec<usize> = std::mem::take(&mut self.lines[row]);
                let scale = at / len(&here).max(1.0);
                let mut keyed: Vec<(f64, usize)> = Vec::with_capacity(here.len());
                let mut own = 0.0;
                for item in here {
                    let joined = if down { &self.items[item].above } else { &self.items[item].below };
                    let key = if joined.is_empty() {
                        own * scale
                    } else {
                        joined.iter().map(|other| position[*other]).sum::<f64>() / len(joined)
                    };
                    keyed.push((key, item));
                    own += 1.0;
                }
                keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
                self.lines[row] = keyed.into_iter().map(|(_, item)| item).collect();
            }
            let crossings = self.crossings();
            if crossings < best.0 {
                best = (crossings, self.lines.clone());
            }
        }
        self.lines = best.1;
    }

    fn crossings(&self) -> usize {
        let mut position = vec![0; self.items.len()];
        for row in &self.lines {
            for (at, item) in row.iter().enumerate() {
                position[*item] = at;
            }
        }
        let mut crossings = 0;
        for row in &self.lines {
            let mut lines: Vec<(usize, usize)> = Vec::new();
            for item in row {
                lines.extend(self.items[*item].below.iter().map(|to| (position[*item], position[*to])));
            }
            for (i, a) in lines.iter().enumerate() {
                crossings +=
                    lines[i + 1..].iter().filter(|b| (a.0 < b.0 && a.1 > b.1) || (a.0 > b.0 && a.1 < b.1)).count();
            }
        }
        crossings
    }

    /// Moves everything towards what it is joined to, as far as its row allows.
    fn put_in_place(&mut self) {
        for row in 0..self.lines.len() {
            self.place_row(row, &|_, _| 0.0);
        }
        for round in 0..PLACE_ROUNDS {
            let count = self.lines.len();
            for step in 0..count {
                let row = if round % 2 == 0 { step } else { count - 1 - step };
                self.place_row(row, &|items, item| wanted(items, item));
            }
        }
        let left = |item: &FlowItem| item.x - item.width / 2.0;
        let least = self.items.iter().map(left).fold(f64::INFINITY, f64::min);
        for item in &mut self.items {
            item.x = (item.x - least).round();
        }
        // Rounding must not bring two things nearer than they may stand.
        for row in &self.lines {
            for pair in row.windows(2) {
                let nearest = self.items[pair[0]].x + distance(&self.items[pair[0]], &self.items[pair[1]]);
                self.items[pair[1]].x = self.items[pair[1]].x.max(nearest);
            }
        }
    }

    /// The places in the order of the row that are nearest to the wanted ones, by least squares.
    fn place_row(&mut self, row: usize, wanted: &dyn Fn(&[FlowItem], usize) -> f64) {
        let row = &self.lines[row];
        let mut offset = 0.0;
        let mut offsets = Vec::with_capacity(row.len());
        // Neighbours that want to pass each other share a place: (sum, weight, count).
        let mut pools: Vec<(f64, f64, usize)> = Vec::with_capacity(row.len());
        for (i, item) in row.iter().enumerate() {
            if i > 0 {
                offset += distance(&self.items[row[i - 1]], &self.items[*item]);
            }
            offsets.push(offset);
            let firm = if self.items[*item].leads_on() { FIRM } else { 1.0 };
            let mut pool = ((wanted(&self.items, *item) - offset) * firm, firm, 1);
            while let Some(last) = pools.last().filter(|last| last.0 / last.1 >= pool.0 / pool.1) {
                pool = (pool.0 + last.0, pool.1 + last.1, pool.2 + last.2);
                pools.pop();
            }
            pools.push(pool);
        }
        let mut places = Vec::with_capacity(row.len());
        for (sum, weight, count) in pools {
            places.extend(std::iter::repeat_n(sum / weight, count));
        }
        let row = row.clone();
        for ((item, place), offset) in row.into_iter().zip(places).zip(offsets) {
            self.items[item].x = place + offset;
        }
    }

    fn finish(&self, sizes: &[Size], edges: &[(usize, usize)]) -> FlowLayout {
        let mut top = 0.0;
        let mut bands: Vec<(f64, f64)> = Vec::with_capacity(self.lines.len());
        let mut row_of = vec![0; self.items.len()];
        for (number, row) in self.lines.iter().enumerate() {
            let tallest = row.iter().filter_map(|item| sizes.get(*item)).map(|size| size.height).fold(0.0, f64::max);
            bands.push((top, top + tallest));
            top += tallest + ROW_GAP;
            for item in row {
                row_of[*item] = number;
            }
        }
        let boxes: Vec<Rect> = sizes
            .iter()
            .zip(&self.items)
            .zip(&row_of)
            .map(|((size, item), row)| Rect {
                x: item.x - size.width / 2.0,
                y: bands[*row].0,
                width: size.width,
                height: size.height,
            })
            .collect();
        let routes = edges.iter().zip(&self.chains).map(|((from, to), chain)| {
            let mut points = Vec::with_capacity(chain.len() * 2);
            for pair in chain.windows(2) {
                let (above, below) = (bands[row_of[pair[0]]], bands[row_of[pair[1]]]);
                let x = self.port(pair[0], pair[1], true);
                let start = boxes.get(pair[0]).map_or(above.0, |rect| rect.y + rect.height);
                points.extend([(x, start), (x, above.1), (self.port(pair[1], pair[0], false), below.0)]);
            }
            // The end of a line within the gap is the beginning of the next part.
            let mut clean: Vec<(f64, f64)> = Vec::with_capacity(points.len());
            for (i, point) in points.iter().enumerate() {
                if i % 3 != 0 || i == 0 {
                    clean.push(*point);
                }
            }
            Route { from: *from, to: *to, points: clean }
        });
        let right = self.items.iter().map(|item| item.x + item.width / 2.0).fold(0.0, f64::max);
        FlowLayout { width: right, height: (top - ROW_GAP).max(0.0), routes: routes.collect(), boxes }
    }

    /// The place at which a line leaves or reaches an item: spread over its side in the order of the other ends.
    fn port(&self, item: usize, other: usize, leaving: bool) -> f64 {
        let here = &self.items[item];
        if here.lane {
            return here.x;
        }
        let joined = if leaving { &here.below } else { &here.above };
        let mut order: Vec<usize> = joined.clone();
        order.sort_by(|a, b| self.items[*a].x.total_cmp(&self.items[*b].x).then(a.cmp(b)));
        let before = order.iter().take_while(|found| **found != other).map(|_| 1.0).sum::<f64>();
        here.x - here.width / 2.0 + here.width * (before + 1.0) / (len(&order) + 1.0)
    }
}

/// How far the middles of two neighbours must stand apart.
fn distance(a: &FlowItem, b: &FlowItem) -> f64 {
    f64::midpoint(a.width, b.width) + GAP
}

/// The middle of what an item is joined to; where it is joined to nothing, where it stands.
fn wanted(items: &[FlowItem], item: usize) -> f64 {
    let here = &items[item];
    let (mut sum, mut weight) = (0.0, 0.0);
    for other in here.above.iter().chain(&here.below) {
        let other = &items[*other];
        let pull = match (here.lane && other.lane, here.leads_on() && other.leads_on()) {
            (true, _) => PULL[0],
            (false, true) => PULL[1],
            (false, false) => PULL[2],
        };
        sum += other.x * pull;
        weight += pull;
    }
    if weight > 0.0 { sum / weight } else { here.x }
}

fn len<T>(items: &[T]) -> f64 {
    items.iter().map(|_| 1.0).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TREE: &[(usize, usize)] = &[
        (0, 1),
        (0, 2),
        (0, 3),
        (0, 4),
        (1, 5),
        (1, 4),
        (5, 6),
        (5, 7),
        (3, 5),
        (2, 8),
        (6, 9),
        (6, 10),
        (4, 11),
        (0, 5),
    ];

    fn sizes(count: u8) -> Vec<Size> {
        (0..count)
            .map(|i| Size { width: 120.0 + f64::from(i % 3) * 40.0, height: 40.0 + f64::from(i % 4) * 30.0 })
            .collect()
    }

    fn apart(a: &Rect, b: &Rect) -> bool {
        a.x + a.width < b.x || b.x + b.width < a.x || a.y + a.height < b.y || b.y + b.height < a.y
    }

    #[test]
    fn boxes_do_not_overlap_and_stand_below_what_leads_to_them() {
        let layout = lay_out(&sizes(12), TREE);
        for (i, a) in layout.boxes.iter().enumerate() {
            assert!(a.x >= 0.0 && a.y >= 0.0 && a.x + a.width <= layout.width && a.y + a.height <= layout.height);
            for b in &layout.boxes[i + 1..] {
                assert!(apart(a, b), "{a:?} {b:?}");
            }
        }
        for (from, to) in TREE {
            assert!(layout.boxes[*from].y + layout.boxes[*from].height < layout.boxes[*to].y);
        }
    }

    #[test]
    fn every_line_joins_its_boxes_and_touches_no_other() {
        let layout = lay_out(&sizes(12), TREE);
        assert_eq!(layout.routes.len(), TREE.len());
        for route in &layout.routes {
            let (from, to) = (&layout.boxes[route.from], &layout.boxes[route.to]);
            let (first, last) = (route.points[0], *route.points.last().unwrap());
            assert!((first.1 - from.y - from.height).abs() < 0.01 && (last.1 - to.y).abs() < 0.01);
            assert!(first.0 > from.x && first.0 < from.x + from.width, "{route:?}");
            assert!(last.0 > to.x && last.0 < to.x + to.width, "{route:?}");
            assert!(route.points.len() % 2 == 1);
            // Straight parts lie beside boxes; bends lie between rows, where no box is.
            for pair in route.points.windows(2).step_by(2) {
                let line = Rect { x: pair[0].0, y: pair[0].1, width: 0.0, height: pair[1].1 - pair[0].1 };
                assert!((pair[0].0 - pair[1].0).abs() < 0.01);
                for (i, rect) in layout.boxes.iter().enumerate() {
                    assert!(i == route.from || i == route.to || apart(rect, &line), "{route:?} {rect:?}");
                }
            }
        }
    }

    #[test]
    fn a_layout_is_stable_and_bears_any_graph() {
        assert_eq!(lay_out(&sizes(12), TREE), lay_out(&sizes(12), TREE));
        let round = lay_out(&sizes(3), &[(0, 1), (1, 2), (2, 0), (1, 1), (0, 1), (7, 9)]);
        assert_eq!(round.routes.iter().map(|route| (route.from, route.to)).collect::<Vec<_>>(), [(0, 1), (1, 2)]);
        assert_eq!(lay_out(&[], &[]).boxes, []);
    }
}
