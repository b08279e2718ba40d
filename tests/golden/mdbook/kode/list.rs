// ANCHOR: all
fn main() {
    // ANCHOR: inner
    println!("inner");
    // ANCHOR_END: inner
}
// ANCHOR_END: all
