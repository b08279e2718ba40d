//! The edition's own files, and the way back.
//!
//! In: changes of an edition. Out: its files. Invariant: a change that is refused has changed nothing, and every one
//! that was made can be taken back.

use std::collections::BTreeSet;

use super::opened::Refused;
use super::protocol::{GivenSetting, RefusedFor};
use crate::config::{SettingValue, with_page_back, with_removed, with_setting};
use crate::language::Language;
use crate::layer::{Files, PATCH, SETTINGS, changes_nothing, new_patch, with_page_value, with_part, with_value};
use crate::sink::OutPath;
use crate::text::{Date, nfc};

/// So many changes can be taken back.
const MOST_STEPS: usize = 500;

/// The edition at a moment that can be gone back to.
#[derive(Debug, Clone, PartialEq, Eq)]
struct EditStep {
    files: Files,
    /// The units that were changed here, by their names: what the book below says of them was seen.
    seen: BTreeSet<String>,
}

/// An edition that is being made.
#[derive(Debug)]
pub(super) struct EditionFiles {
    now: EditStep,
    before: Vec<EditStep>,
    after: Vec<EditStep>,
    /// The folder of the content, with a slash.
    content: String,
    language: &'static Language,
    today: Date,
}

impl EditionFiles {
    /// An edition that says nothing but what it lies on.
    pub(super) fn new(base: &str, content: String, language: &'static Language, today: Date) -> Self {
        let settings = format!("[base]\npath = \"{base}\"\n");
        let files = Files::from([(SETTINGS.to_owned(), settings.into_bytes().into())]);
        let now = EditStep { files, seen: BTreeSet::new() };
        Self { now, before: Vec::new(), after: Vec::new(), content, language, today }
    }

    /// Goes on with other files.
    pub(super) fn open(&mut self, files: Files) {
        self.take(EditStep { files, seen: BTreeSet::new() });
    }

    pub(super) fn files(&self) -> &Files {
        &self.now.files
    }

    pub(super) fn can_undo(&self) -> bool {
        !self.before.is_empty()
    }

    pub(super) fn can_redo(&self) -> bool {
        !self.after.is_empty()
    }

    /// Whether a unit was changed here.
    pub(super) fn has_seen(&self, unit: &str) -> bool {
        self.now.seen.contains(unit)
    }

    pub(super) fn undo(&mut self) -> Result<(), Refused> {
        let step = self.before.pop().ok_or((RefusedFor::NothingToUndo, String::new()))?;
        self.after.push(std::mem::replace(&mut self.now, step));
        Ok(())
    }

    pub(super) fn redo(&mut self) -> Result<(), Refused> {
        let step = self.after.pop().ok_or((RefusedFor::NothingToUndo, String::new()))?;
        self.before.push(std::mem::replace(&mut self.now, step));
        Ok(())
    }

    fn take(&mut self, step: EditStep) {
        if step == self.now {
            return;
        }
        if self.before.len() == MOST_STEPS {
            self.before.remove(0);
        }
        self.before.push(std::mem::replace(&mut self.now, step));
        self.after.clear();
    }

    /// Makes a change.
    fn change(&mut self, make: impl FnOnce(&mut EditStep) -> Result<(), Refused>) -> Result<(), Refused> {
        let mut step = self.now.clone();
        make(&mut step)?;
        self.take(step);
        Ok(())
    }

    /// Writes files that tell of what is there already: no step of its own.
    pub(super) fn note(&mut self, files: Vec<(String, String)>) {
        self.now.files.extend(files.into_iter().map(|(path, text)| (path, text.into_bytes().into())));
    }

    /// Writes files.
    pub(super) fn write(&mut self, files: Vec<(String, String)>) -> Result<(), Refused> {
        self.change(|step| {
            step.files.extend(files.into_iter().map(|(path, text)| (path, text.into_bytes().into())));
            Ok(())
        })
    }

    /// The text of a file; nothing where there is none.
    pub(super) fn text(&self, path: &str) -> Option<&str> {
        std::str::from_utf8(self.now.files.get(path)?).ok()
    }

    /// The text of a page that the edition brings whole.
    pub(super) fn page(&self, page: &str) -> Option<&str> {
        self.text(&self.page_path(page))
    }

    /// The text of the changes of a page.
    pub(super) fn patch(&self, page: &str) -> Option<&str> {
        self.text(&self.patch_path(page))
    }

    fn page_path(&self, page: &str) -> String {
        format!("{}{page}.md", self.content)
    }

    fn patch_path(&self, page: &str) -> String {
        format!("{}{page}{PATCH}", self.content)
    }

    pub(super) fn settings(&self) -> &str {
        self.text(SETTINGS).unwrap_or_default()
    }

    /// Changes the settings.
    fn with_settings(&mut self, make: impl FnOnce(&str) -> Result<String, String>) -> Result<(), Refused> {
        let settings = make(self.settings()).map_err(|detail| (RefusedFor::BadSettings, detail))?;
        self.write(vec![(SETTINGS.to_owned(), settings)])
    }

    /// Sets a value of the settings; an empty text takes the key out.
    pub(super) fn set(&mut self, table: &str, key: &str, value: Option<GivenSetting>) -> Result<(), Refused> {
        if table == "base" || table == "edition" {
            return Err((RefusedFor::BadSettings, format!("`{table}` is the program's")));
        }
        let value = value.map(|value| match value {
            GivenSetting::Text(text) => SettingValue::Text(text),
            GivenSetting::List(texts) => SettingValue::List(texts),
        });
        let is_empty = |value: &SettingValue| match value {
            SettingValue::Text(text) => text.trim().is_empty(),
            SettingValue::List(texts) => texts.is_empty(),
        };
        let value = value.filter(|value| !is_empty(value));
        self.with_settings(|settings| with_setting(settings, table, key, value.as_ref()))
    }

    pub(super) fn take_out(&mut self, page: &str, to: Option<&str>) -> Result<(), Refused> {
        let own = [self.page_path(page), self.patch_path(page)];
        let settings = with_removed(self.settings(), page, to).map_err(|detail| (RefusedFor::BadSettings, detail))?;
        self.change(|step| {
            for path in &own {
                step.files.remove(path);
            }
            step.files.insert(SETTINGS.to_owned(), settings.into_bytes().into());
            Ok(())
        })
    }

    pub(super) fn take_back(&mut self, page: &str) -> Result<(), Refused> {
        self.with_settings(|settings| with_page_back(settings, page))
    }

    /// Writes the change of a part, ready for its file; nothing brings the original back.
    pub(super) fn put_part(&mut self, page: &str, part: &str, text: Option<&str>) -> Result<(), Refused> {
        let language = self.language;
        self.put_patch(page, &format!("{page}#{part}"), |patch| with_part(patch, part, text, language))
    }

    /// Writes a value in YAML; nothing brings the original back.
    pub(super) fn put_value(&mut self, page: &str, way: &str, value: Option<&str>) -> Result<(), Refused> {
        self.put_patch(page, &format!("{page}:{way}"), |patch| with_value(patch, way, value))
    }

    fn put_patch(&mut self, page: &str, unit: &str, make: impl FnOnce(&str) -> String) -> Result<(), Refused> {
        let before = self.patch(page).map_or_else(|| new_patch(&self.today.to_string()), str::to_owned);
        let after = make(&before);
        let path = self.patch_path(page);
        let is_nothing = changes_nothing(&after, self.language);
        self.change(|step| {
            if is_nothing {
                step.files.remove(&path);
            } else {
                step.files.insert(path, after.into_bytes().into());
            }
            step.seen.insert(unit.to_owned());
            Ok(())
        })
    }

    /// Writes a value of a page that the edition brings whole.
    pub(super) fn put_own_value(&mut self, page: &str, way: &str, value: &str) -> Result<(), Refused> {
        let text = self.page(page).and_then(|text| with_page_value(text, way, value));
        let text = text.ok_or_else(|| (RefusedFor::NoPart, way.to_owned()))?;
        self.write(vec![(self.page_path(page), text)])
    }

    /// Writes a page whole; nothing takes it away. Changes of parts of it are part of it then.
    pub(super) fn put_page(&mut self, page: &str, text: Option<&str>) -> Result<(), Refused> {
        let (whole, patch) = (self.page_path(page), self.patch_path(page));
        self.change(|step| {
            step.files.remove(&patch);
            match text {
                Some(text) => drop(step.files.insert(whole, text.as_bytes().into())),
                None => drop(step.files.remove(&whole)),
            }
            step.seen.insert(page.to_owned());
            Ok(())
        })
    }

    /// Brings a page of its own, and the files beside it that it shows.
    pub(super) fn bring_page(&mut self, page: &str, text: &str, beside: Vec<(String, Vec<u8>)>) -> Result<(), Refused> {
        let mut files = vec![(self.page_path(page), text.as_bytes().to_vec())];
        for (path, bytes) in beside {
            files.push((self.file_path(&path)?, bytes));
        }
        self.change(|step| {
            step.files.extend(files.into_iter().map(|(path, bytes)| (path, bytes.into())));
            step.seen.insert(page.to_owned());
            Ok(())
        })
    }

    /// Puts a file into the content.
    pub(super) fn put_file(&mut self, path: &str, bytes: &[u8]) -> Result<(), Refused> {
        let path = self.file_path(path)?;
        self.change(|step| {
            step.files.insert(path, bytes.into());
            Ok(())
        })
    }

    pub(super) fn drop_file(&mut self, path: &str) -> Result<(), Refused> {
        let path = self.file_path(path)?;
        self.change(|step| match step.files.remove(&path) {
            Some(_) => Ok(()),
            None => Err((RefusedFor::BadValue, path)),
        })
    }

    fn file_path(&self, path: &str) -> Result<String, Refused> {
        let whole = format!("{}{}", self.content, nfc(path));
        let is_hidden = path.split('/').any(|part| part.starts_with('.'));
        if is_hidden || OutPath::new(&whole).is_none() {
            return Err((RefusedFor::BadValue, path.to_owned()));
        }
        Ok(whole)
    }
}
