//! `content/DEKNING.md`: where each section of the sources stands in the guide.

use std::path::Path;

/// A row: the section, and the pages that carry it.
struct Row<'a> {
    section: &'a str,
    pages: Vec<&'a str>,
}

#[test]
fn every_section_of_the_sources_stands_on_a_page_that_exists() {
    let text = std::fs::read_to_string("content/DEKNING.md").unwrap();
    let mut tables = 0;
    for table in text.split("\n## ").skip(1) {
        tables += 1;
        let source = table.lines().next().unwrap_or_default();
        let rows: Vec<Row<'_>> = table.lines().filter_map(row).collect();
        assert!(rows.len() >= 5, "{source}: only {} sections", rows.len());
        for row in &rows {
            assert!(!row.section.is_empty() && !row.pages.is_empty(), "{source}: «{}» names no page", row.section);
            for page in &row.pages {
                let file = Path::new("content").join(format!("{page}.md"));
                assert!(file.is_file(), "{source}: «{}» names `{page}`, which does not exist", row.section);
            }
        }
    }
    assert_eq!(tables, 5, "one table for each source");
}

/// A line `| section | `page`, `page` | note |`; not the head of the table.
fn row(line: &str) -> Option<Row<'_>> {
    let cells: Vec<&str> = line.strip_prefix('|')?.strip_suffix('|')?.split('|').map(str::trim).collect();
    let [section, pages, _] = cells.as_slice() else { panic!("not three cells: {line}") };
    let head = *section == "Avsnitt" || section.chars().all(|c| c == '-' || c == ':');
    let pages = pages.split(',').map(|page| page.trim().trim_matches('`')).filter(|page| !page.is_empty()).collect();
    (!head).then_some(Row { section, pages })
}
