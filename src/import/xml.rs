//! Elements and attributes by their names alone: Word's namespaces differ between its two forms.

use roxmltree::Node;

/// Whether an element has a name.
pub(super) fn is(node: Node<'_, '_>, name: &str) -> bool {
    node.is_element() && node.tag_name().name() == name
}

/// The first child element of a name.
pub(super) fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|child| is(*child, name))
}

/// The alternative that is shown: the first, or what stands in for it.
pub(super) fn chosen<'a, 'i>(node: Node<'a, 'i>) -> Option<Node<'a, 'i>> {
    child(node, "Choice").or_else(|| child(node, "Fallback"))
}

/// An attribute, whatever its namespace.
pub(super) fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name() == name).map(|attribute| attribute.value())
}

/// `val` of a child element.
pub(super) fn value_of<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    child(node, name).and_then(|child| attribute(child, "val"))
}

/// A number in `val` of a child element.
pub(super) fn number_of<T: std::str::FromStr>(node: Node<'_, '_>, name: &str) -> Option<T> {
    value_of(node, name)?.parse().ok()
}

/// Whether a property is on: there, and not said to be off. Nothing where it is not there.
pub(super) fn switch(node: Node<'_, '_>, name: &str) -> Option<bool> {
    let child = child(node, name)?;
    Some(!matches!(attribute(child, "val"), Some("0" | "false" | "off" | "none")))
}

/// A length in twentieths of a point.
pub(super) fn twips(text: &str) -> Option<i32> {
    text.parse::<f64>().ok().filter(|length| length.abs() < 1e6).map(|length| {
        #[expect(clippy::cast_possible_truncation, reason = "bounded just above")]
        let whole = length as i32;
        whole
    })
}
