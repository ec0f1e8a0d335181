//! Labels that do not cover each other.

/// Width of a letter of a label (px), a little more than the mean of the fonts used.
const LETTER_PX: f64 = 6.3;
/// Height of a line of a label (px).
const LINE_PX: f64 = 12.0;
/// From a symbol's middle to its label (px).
const GAP_PX: f64 = 8.0;

/// A label to be placed beside a point.
#[derive(Clone, Debug)]
pub struct Label {
    /// The point (px).
    pub at: (f64, f64),
    /// The words.
    pub text: String,
}

/// Where each label goes: base line and anchor; `None` where there is no room.
///
/// The first labels choose first. A box is tried right, left, above and below its point, and taken if it
/// lies inside the frame and covers neither a box taken before nor another point.
#[must_use]
pub fn place_labels(labels: &[Label], size: (f64, f64)) -> Vec<Option<((f64, f64), &'static str)>> {
    let mut taken: Vec<[f64; 4]> = Vec::new();
    let mut placed = Vec::new();
    for label in labels {
        let width = LETTER_PX * label.text.chars().count() as f64;
        let (x, y) = label.at;
        let candidates = [
            ((x + GAP_PX, y + 4.0), "start", x + GAP_PX),
            ((x - GAP_PX, y + 4.0), "end", x - GAP_PX - width),
            ((x, y - GAP_PX), "middle", x - width / 2.0),
            ((x, y + GAP_PX + 8.0), "middle", x - width / 2.0),
        ];
        let found = candidates.into_iter().find_map(|(at, anchor, left)| {
            let own = [left, at.1 - LINE_PX + 2.0, left + width, at.1 + 3.0];
            let inside = own[0] >= 0.0 && own[1] >= 0.0 && own[2] <= size.0 && own[3] <= size.1;
            let free = !taken.iter().any(|other| overlap(&own, other))
                && !labels.iter().any(|l| l.at != label.at && holds(&own, l.at));
            (inside && free).then_some((at, anchor, own))
        });
        placed.push(found.map(|(at, anchor, own)| {
            taken.push(own);
            (at, anchor)
        }));
    }
    placed
}

fn overlap(a: &[f64; 4], b: &[f64; 4]) -> bool {
    a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
}

fn holds(a: &[f64; 4], (x, y): (f64, f64)) -> bool {
    a[0] < x && x < a[2] && a[1] < y && y < a[3]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_do_not_overlap_and_stay_inside() {
        let labels: Vec<_> = (0..40)
            .map(|n| Label {
                at: (20.0 + f64::from(n % 8) * 40.0, 20.0 + f64::from(n / 8) * 14.0),
                text: format!("unit-{n}"),
            })
            .collect();
        let placed = place_labels(&labels, (360.0, 100.0));
        let boxes: Vec<[f64; 4]> = placed
            .iter()
            .zip(&labels)
            .filter_map(|(p, label)| {
                let ((x, y), anchor) = (*p)?;
                let width = LETTER_PX * label.text.chars().count() as f64;
                let left = match anchor {
                    "start" => x,
                    "end" => x - width,
                    _ => x - width / 2.0,
                };
                Some([left, y - LINE_PX + 2.0, left + width, y + 3.0])
            })
            .collect();
        assert!(boxes.len() > 5, "some find room");
        for (at, one) in boxes.iter().enumerate() {
            assert!(one[0] >= 0.0 && one[2] <= 360.0 && one[1] >= 0.0 && one[3] <= 100.0);
            assert!(boxes[at + 1..].iter().all(|other| !overlap(one, other)));
        }
    }
}
