/// The sum that stands in the place of an English sentence: FNV-1a of its bytes.
pub fn sum(text: &str) -> String {
    let add = |sum: u32, byte: u8| (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    format!("{:08x}", text.bytes().fold(0x811c_9dc5, add))
}
