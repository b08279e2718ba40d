//! Training: what weight each feature gets.
//!
//! In: the features of questions, and which of them are allowed. Out: weights.
//!
//! The weights are those of a linear support vector machine with squared hinge loss, found by dual coordinate descent
//! (Hsieh, Chang, Lin, Keerthi and Sundararajan: A Dual Coordinate Descent Method for Large-scale Linear SVM, 2008,
//! algorithm 1).
//!
//! Invariant: only sums, products, quotients and square roots of `f64`, in an order that the questions alone decide:
//! the same weights on every machine.

/// How much a question on the wrong side costs.
const COST: f64 = 1.0;
/// How often every question is gone through.
const PASSES: usize = 24;

/// A question as the training sees it.
pub(super) struct TrainingQuestion {
    /// Its features that have a weight, as places in the row of weights.
    pub(super) features: Vec<u32>,
    /// The value of each: all of a question's features together have the length 1.
    pub(super) value: f64,
    /// Whether it may be asked.
    pub(super) allowed: bool,
}

/// The weight of each of so many features, and that of a feature that every question has.
pub(super) fn weights(questions: &[TrainingQuestion], features: usize) -> (Vec<f64>, f64) {
    const SOFT: f64 = 0.5 / COST;
    let mut weights = vec![0.0; features];
    let mut bias = 0.0;
    let mut pulls = vec![0.0; questions.len()];
    let mut order: Vec<usize> = (0..questions.len()).collect();
    let mut random = Shuffle(1);
    for _ in 0..PASSES {
        random.shuffle(&mut order);
        for i in &order {
            let TrainingQuestion { features, value, allowed } = &questions[*i];
            let side = if *allowed { -1.0 } else { 1.0 };
            let sum: f64 = features.iter().map(|at| weights[*at as usize]).sum();
            let length = count(features.len()) * value * value + 1.0;
            let slope = side * (sum * value + bias) - 1.0 + SOFT * pulls[*i];
            let pull = f64::max(pulls[*i] - slope / (length + SOFT), 0.0);
            let step = (pull - pulls[*i]) * side;
            pulls[*i] = pull;
            for at in features {
                weights[*at as usize] += step * value;
            }
            bias += step;
        }
    }
    (weights, bias)
}

/// A count of things that there are few of.
pub(super) fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

/// An order that looks like chance and is always the same (a linear congruential generator, Knuth's numbers).
struct Shuffle(u64);

impl Shuffle {
    fn shuffle(&mut self, order: &mut [usize]) {
        for last in (1..order.len()).rev() {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let below = last as u64 + 1;
            order.swap(last, usize::try_from((self.0 >> 33) % below).unwrap_or(0));
        }
    }
}
