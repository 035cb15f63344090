//! The manual as one page for a browser: it names nothing outside itself, and reads well in the dark,
//! on a phone and on paper.

use std::fmt::Write as _;

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Parser, Tag, TagEnd, html};

use super::page::{options, shown};
use crate::text::Text;

/// A topic as it goes into the manual.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page<'p> {
    /// The name by which it is asked for; what leads to it begins with that.
    pub name: &'p str,
    /// The title.
    pub title: &'p str,
    /// Its Markdown.
    pub markdown: &'p str,
}

/// The looks: colours of the system, one column, A4.
const STYLE: &str = include_str!("manual.css");

/// Prints topics as one page with a table of contents.
pub fn manual_html(pages: &[Page<'_>], text: Text) -> String {
    let mut contents = String::new();
    let mut body = String::new();
    for page in pages {
        let (sections, article) = article(page, pages);
        let _infallible = write!(contents, "<li>{}", link(page.name, page.title));
        if !sections.is_empty() {
            contents.push_str("<ul>");
            for (at, section) in sections.iter().enumerate() {
                let _infallible =
                    write!(contents, "<li>{}", link(&anchor(page.name, at + 1), section));
            }
            contents.push_str("</ul>");
        }
        contents.push('\n');
        let name = escaped(page.name);
        let _infallible =
            write!(body, "<article aria-labelledby=\"{name}\">\n{article}</article>\n");
    }
    let language = match text.language() {
        crate::text::Language::Chinese => "zh-CN",
        crate::text::Language::English => "en",
    };
    let [title, heading] = ["help.manual", "help.contents"].map(|key| escaped(text.label(key)));
    format!(
        "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<header><p class=\"title\">{title}</p></header>\n\
         <nav aria-labelledby=\"contents\">\n<h2 id=\"contents\">{heading}</h2>\n<ol>\n{contents}</ol>\n\
         </nav>\n<main>\n{body}</main>\n</body>\n</html>\n"
    )
}

fn anchor(page: &str, section: usize) -> String {
    format!("{page}-{section}")
}

fn link(to: &str, said: &str) -> String {
    format!("<a href=\"#{}\">{}</a>", escaped(to), escaped(said))
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    html::push_html(&mut out, std::iter::once(Event::Text(CowStr::from(text))));
    out.replace('"', "&quot;")
}

/// The titles of the sections of a page, and the page itself with places to link to.
fn article(page: &Page<'_>, pages: &[Page<'_>]) -> (Vec<String>, String) {
    let mut sections: Vec<String> = Vec::new();
    let mut in_section = false;
    let mut block: Option<String> = None;
    let mut events = Vec::new();
    for event in Parser::new_ext(page.markdown, options()) {
        match event {
            Event::Start(Tag::Heading { level, classes, attrs, .. }) => {
                let id = match level {
                    HeadingLevel::H1 => Some(CowStr::from(page.name.to_owned())),
                    HeadingLevel::H2 => {
                        sections.push(String::new());
                        in_section = true;
                        Some(CowStr::from(anchor(page.name, sections.len())))
                    }
                    _ => None,
                };
                events.push(Event::Start(Tag::Heading { level, id, classes, attrs }));
            }
            Event::End(TagEnd::Heading(level)) => {
                in_section = false;
                events.push(Event::End(TagEnd::Heading(level)));
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                block = Some(String::new());
                events.push(Event::Start(Tag::CodeBlock(kind)));
            }
            Event::End(TagEnd::CodeBlock) => {
                let text = block.take().unwrap_or_default();
                events.push(Event::Text(CowStr::from(shown(&text))));
                events.push(Event::End(TagEnd::CodeBlock));
            }
            Event::Text(words) if block.is_some() => {
                block.as_mut().expect("BUG: a block").push_str(&words);
            }
            // A wide table is scrolled by itself, not the page.
            Event::Start(Tag::Table(sides)) => {
                events.push(Event::Html(CowStr::from("<div class=\"wide\">")));
                events.push(Event::Start(Tag::Table(sides)));
            }
            Event::End(TagEnd::Table) => {
                events.push(Event::End(TagEnd::Table));
                events.push(Event::Html(CowStr::from("</div>\n")));
            }
            Event::Text(ref words) | Event::Code(ref words) if in_section => {
                sections.last_mut().expect("BUG: a section").push_str(words);
                events.push(event);
            }
            Event::Code(words) => events.extend(code(words, pages)),
            other => events.push(other),
        }
    }
    let mut out = String::new();
    html::push_html(&mut out, events.into_iter());
    (sections, out)
}

/// Code within a line; `houqin help TOPIC` leads to the topic.
fn code<'p>(words: CowStr<'p>, pages: &[Page<'_>]) -> Vec<Event<'p>> {
    let topic = words.strip_prefix("houqin help ").and_then(|asked| {
        let name = asked.split_whitespace().next()?;
        pages.iter().find(|page| page.name == name)
    });
    let Some(topic) = topic else { return vec![Event::Code(words)] };
    let link = Tag::Link {
        link_type: LinkType::Inline,
        dest_url: CowStr::from(format!("#{}", topic.name)),
        title: CowStr::from(""),
        id: CowStr::from(""),
    };
    let end = link.to_end();
    vec![Event::Start(link), Event::Code(words), Event::End(end)]
}
