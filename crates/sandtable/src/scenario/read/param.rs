//! Scalars with uncertainty: each becomes an input with its sources.

use super::choice::mix_of;
use super::scalar::text_of;
use super::{Read, Reader, Registered, sources_of};
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::node::Node;
use crate::scenario::param::{MixSpec, Num, NumberSpec, Param, ParamId, Spec, When, Where};
use crate::scenario::quantity::{Citation, Dimension, Scope};
use crate::scenario::scalar::{self, Field};
use crate::scenario::source::SourceKind;
use crate::scenario::source_map::Span;
use serde_json::{Value as Json, json};

/// What a numeric field measures, as a type.
pub trait Dim {
    /// The dimension; its natural bounds hold.
    const DIMENSION: Dimension;
}

/// The dimensions as types, for [`Num`].
pub mod dim {
    use super::{Dim, Dimension};

    macro_rules! dims {
        ($($name:ident)*) => {$(
            #[doc = concat!("See [`Dimension::", stringify!($name), "`].")]
            #[derive(Clone, Copy, Debug)]
            pub struct $name;
            impl Dim for $name {
                const DIMENSION: Dimension = Dimension::$name;
            }
        )*};
    }
    dims!(Ratio Probability Count Length Coordinate Time Speed Density CrossSection Angle Frequency PowerRatio);
}

/// What a scalar was found to be.
struct Found {
    spec: Spec,
    text: String,
    scope: Scope,
    own: Vec<Citation>,
}

impl<D: Dim> Read for Num<D> {
    fn read(node: &Node, at: &str, cx: &mut Reader<'_>) -> Option<Self> {
        let param = input(node, cx, &number::<D>)?;
        Some(Num::new(param, at))
    }

    fn schema() -> Json {
        quantity_schema(matches!(
            D::DIMENSION,
            Dimension::Count | Dimension::Ratio | Dimension::Number | Dimension::Probability
        ))
    }
}

impl Read for When {
    fn read(node: &Node, at: &str, cx: &mut Reader<'_>) -> Option<Self> {
        let param = input(node, cx, &instant)?;
        Some(When { param, field: at.into() })
    }

    fn schema() -> Json {
        json!({"anyOf": [{"type": "string"}, mix_schema()]})
    }
}

impl Read for Where {
    fn read(node: &Node, _at: &str, cx: &mut Reader<'_>) -> Option<Self> {
        let param = input(node, cx, &position)?;
        Some(Where { param })
    }

    fn schema() -> Json {
        json!({"type": "string", "pattern": "^[0-9.]+ [NS] [0-9.]+ [EW]"})
    }
}

type Parse<'f> = &'f dyn Fn(&Node, &mut Reader<'_>) -> Option<Found>;

fn number<D: Dim>(node: &Node, cx: &mut Reader<'_>) -> Option<Found> {
    let text = text_of(node, "a number", cx)?;
    let field = Field::of(D::DIMENSION);
    let sourced = scalar::quantity(text, node.span, &field, &mut cx.out)?;
    let scope = sourced.body.scope;
    let spec = NumberSpec { quantity: sourced.body, dimension: D::DIMENSION };
    Some(Found { spec: Spec::Number(spec), text: sourced.text, scope, own: sourced.sources })
}

fn instant(node: &Node, cx: &mut Reader<'_>) -> Option<Found> {
    let text = text_of(node, "an instant", cx)?;
    let sourced = scalar::scoped_instant(text, node.span, cx.zone_s, &mut cx.out)?;
    let (instant, scope) = sourced.body;
    let spec = Spec::Instant(instant);
    Some(Found { spec, text: sourced.text, scope, own: sourced.sources })
}

fn position(node: &Node, cx: &mut Reader<'_>) -> Option<Found> {
    let text = text_of(node, "a position", cx)?;
    let sourced = scalar::position(text, node.span, &mut cx.out)?;
    let (spec, scope) = (Spec::Position(sourced.body), Scope::Shared);
    Some(Found { spec, text: sourced.text, scope, own: sourced.sources })
}

/// Reads one input: a scalar, or a mixture of scalars.
fn input(node: &Node, cx: &mut Reader<'_>, parse: Parse<'_>) -> Option<ParamId> {
    if let Some(known) = cx.known(&node.origin) {
        return Some(known);
    }
    if let Some(mix) = mix_of(node, cx) {
        let mix = mix?;
        return mixture(node, cx, parse, &mix);
    }
    let found = parse(node, cx)?;
    let (sources, cited) = sources_of(&found.own, node);
    let Found { spec, text, scope, .. } = found;
    Some(enter(node, cx, Entered { spec, text, sources, cited, scope }))
}

fn mixture(
    node: &Node,
    cx: &mut Reader<'_>,
    parse: Parse<'_>,
    mix: &super::choice::Mix<'_>,
) -> Option<ParamId> {
    let (mut sources, mut cited) = mix.sources.clone();
    let mut values = Vec::new();
    let mut texts = Vec::new();
    for (weight, branch) in &mix.branches {
        let found = parse(branch, cx)?;
        if found.scope != Scope::Shared {
            return cx.fail(
                Diagnostic::error(
                    "mix/scope",
                    branch.span,
                    "a branch of a mixture has a scope word",
                )
                .hint("leave it out, or write `scope: each` beside `mix:`"),
            );
        }
        let (more, spans) = sources_of(&found.own, branch);
        for (source, span) in more.into_iter().zip(spans) {
            if !sources.contains(&source) {
                sources.push(source);
                cited.push(span);
            }
        }
        texts.push(format!("[{weight}, {}]", found.text));
        values.push(found.spec);
    }
    let weights = mix.branches.iter().map(|(w, _)| *w).collect();
    let spec = Spec::Mix(MixSpec { weights, values });
    let text = format!("mix: [{}]", texts.join(", "));
    Some(enter(node, cx, Entered { spec, text, sources, cited, scope: mix.scope }))
}

/// What [`enter`] puts under a node's path.
pub(super) struct Entered {
    /// What was written.
    pub spec: Spec,
    /// As written.
    pub text: String,
    /// Sources, primary first.
    pub sources: Vec<crate::scenario::param::SourceRef>,
    /// Where each is cited.
    pub cited: Vec<Span>,
    /// How often it is drawn.
    pub scope: Scope,
}

/// Registers an input under its node's path.
pub(super) fn enter(node: &Node, cx: &mut Reader<'_>, entered: Entered) -> ParamId {
    let edited = cx.map.file(node.span.file).name.starts_with("--");
    let param = Param {
        path: node.origin.clone(),
        spec: entered.spec,
        text: entered.text,
        scope: entered.scope,
        sources: entered.sources,
        kind: SourceKind::Assumed,
        at: cx.place(node.span),
    };
    cx.register(node, Registered { param, span: node.span, cited: entered.cited, edited })
}

fn quantity_schema(bare: bool) -> Json {
    let text = json!({"type": "string", "pattern": "^(pert )?-?[0-9]"});
    if bare {
        json!({"anyOf": [{"type": "number"}, text, mix_schema()]})
    } else {
        json!({"anyOf": [text, {"type": "number"}, mix_schema()]})
    }
}

/// `{mix: [[w, v], ..], weights: {source: id}}`.
pub(super) fn mix_schema() -> Json {
    json!({
        "type": "object",
        "properties": {
            "mix": {"type": "array", "items": {"type": "array", "minItems": 2, "maxItems": 2}},
            "weights": {"type": "object", "properties": {"source": {"type": "string"}}},
            "scope": {"enum": ["each", "each-unit"]}
        },
        "required": ["mix"],
        "additionalProperties": false
    })
}
