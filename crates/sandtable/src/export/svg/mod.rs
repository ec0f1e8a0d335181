//! A small SVG 1.1 writer: what the report and the maps are drawn with.

mod label;
mod map;
mod projection;

pub use label::{Label, place_labels};
pub use map::{Land, Marker, View, draw_map};
pub use projection::Conic;

use std::fmt::Write;

/// A drawing under construction. Coordinates are pixels of its view box.
#[derive(Clone, Debug)]
pub struct Svg {
    width: f64,
    height: f64,
    title: String,
    about: String,
    body: String,
}

/// `<`, `>`, `&` and quotes as XML has them.
#[must_use]
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A coordinate to a tenth of a pixel, without a trailing zero.
#[must_use]
pub fn px(x: f64) -> String {
    let tenth = (x * 10.0).round() / 10.0;
    // -0.0 would be written with its sign.
    format!("{}", if tenth == 0.0 { 0.0 } else { tenth })
}

impl Svg {
    /// An empty drawing; title and description are what a screen reader says.
    #[must_use]
    pub fn new(width: f64, height: f64, title: &str, about: &str) -> Self {
        let (title, about) = (title.to_owned(), about.to_owned());
        Svg { width, height, title, about, body: String::new() }
    }

    /// A path.
    pub fn path(&mut self, d: &str, class: &str) {
        let _ = writeln!(self.body, "<path class=\"{class}\" d=\"{d}\"/>");
    }

    /// A style sheet of its own, for a drawing that stands alone.
    pub fn style(&mut self, style: &str) {
        self.body += style;
        self.body.push('\n');
    }

    /// A straight line.
    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), class: &str) {
        let (x1, y1, x2, y2) = (px(from.0), px(from.1), px(to.0), px(to.1));
        let _ = writeln!(
            self.body,
            "<line class=\"{class}\" x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\"/>"
        );
    }

    /// A rectangle; `title` is shown on hovering.
    pub fn rect(&mut self, at: (f64, f64), size: (f64, f64), class: &str, title: &str) {
        let _ = writeln!(
            self.body,
            "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"><title>{}</title></rect>",
            px(at.0),
            px(at.1),
            px(size.0.max(0.0)),
            px(size.1.max(0.0)),
            escaped(title)
        );
    }

    /// Text; `anchor` is `start`, `middle` or `end`.
    pub fn text(&mut self, at: (f64, f64), text: &str, class: &str, anchor: &str) {
        let _ = writeln!(
            self.body,
            "<text class=\"{class}\" x=\"{}\" y=\"{}\" text-anchor=\"{anchor}\">{}</text>",
            px(at.0),
            px(at.1),
            escaped(text)
        );
    }

    /// A symbol by the number of its side: shapes differ, not colours alone.
    pub fn symbol(&mut self, at: (f64, f64), side: usize, title: &str) {
        let (x, y) = at;
        let class = format!("s{}", side % 4);
        let d = match side % 4 {
            0 => format!("M{} {}a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0z", px(x - 4.5), px(y)),
            1 => format!("M{} {}h8v8h-8z", px(x - 4.0), px(y - 4.0)),
            2 => format!("M{} {}l5 9h-10z", px(x), px(y - 5.5)),
            _ => format!("M{} {}l5.5 5.5l-5.5 5.5l-5.5 -5.5z", px(x), px(y - 5.5)),
        };
        let _ = writeln!(
            self.body,
            "<path class=\"{class}\" d=\"{d}\"><title>{}</title></path>",
            escaped(title)
        );
    }

    /// The finished drawing.
    #[must_use]
    pub fn finish(self) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" role=\"img\">\n<title>{}</title>\n<desc>{}</desc>\n{}</svg>\n",
            px(self.width),
            px(self.height),
            escaped(&self.title),
            escaped(&self.about),
            self.body
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_and_numbers_are_short() {
        let mut svg = Svg::new(10.0, 20.5, "a <b> & \"c\"", "");
        svg.text((1.0, 2.25), "x < y & z", "l", "start");
        let text = svg.finish();
        assert!(text.contains("<title>a &lt;b&gt; &amp; &quot;c&quot;</title>"));
        assert!(text.contains("x=\"1\" y=\"2.3\"") && text.contains("x &lt; y &amp; z"));
        assert_eq!((px(-0.01), px(3.0), px(2.55)), ("0".into(), "3".into(), "2.6".into()));
    }
}
