//! `record!`: one declaration gives the struct, its reading and its JSON Schema.

/// Declares a mapping with fixed keys: `required key: Type = "key"` or `optional key: Type = "key"`.
///
/// Unknown keys are refused with the nearest known one; `source:` is known everywhere.
macro_rules! record {
    (
        $(#[doc = $about:literal])+
        $vis:vis struct $name:ident {
            $( $(#[doc = $doc:literal])+ $need:ident $field:ident : $kind:ty = $key:literal, )*
        }
    ) => {
        $(#[doc = $about])+
        #[derive(Clone, Debug)]
        $vis struct $name {
            $( $(#[doc = $doc])+ pub $field: $crate::scenario::read::record_type!($need $kind), )*
            /// Keys that are written and could not be read: reported, and not to be missed again.
            pub broken: Vec<&'static str>,
            /// Where the mapping stands.
            pub span: $crate::scenario::source_map::Span,
        }

        impl $crate::scenario::read::Read for $name {
            fn read(
                node: &$crate::scenario::node::Node,
                at: &str,
                cx: &mut $crate::scenario::read::Reader<'_>,
            ) -> Option<Self> {
                const KEYS: &[&str] = &[$($key),*];
                const NEEDED: &[&str] = &[$($crate::scenario::read::record_needed!($need $key)),*];
                #[allow(unused_mut)]
                let mut broken = $crate::scenario::read::check_keys(node, KEYS, NEEDED, cx)?;
                $(
                    let $field = $crate::scenario::read::field(node, $key).and_then(|child| {
                        let path = $crate::scenario::read::join(at, $key);
                        let read = <$kind as $crate::scenario::read::Read>::read(child, &path, cx);
                        if read.is_none() {
                            broken.push($key);
                        }
                        read
                    });
                )*
                Some($name {
                    $( $field: $crate::scenario::read::record_take!($need $field), )*
                    broken,
                    span: node.span,
                })
            }

            fn schema() -> serde_json::Value {
                #[allow(unused_mut)]
                let mut properties = serde_json::Map::new();
                $(
                    let mut field = <$kind as $crate::scenario::read::Read>::schema();
                    $crate::scenario::read::describe(&mut field, &[$($doc),*]);
                    properties.insert($key.to_owned(), field);
                )*
                $crate::scenario::read::object_schema(
                    &[$($about),*],
                    properties,
                    &[$($crate::scenario::read::record_needed!($need $key)),*],
                )
            }
        }
    };
}

/// The stored type of a field.
macro_rules! record_type {
    (required $kind:ty) => { $kind };
    (optional $kind:ty) => { Option<$kind> };
}

/// The key if it is required, else nothing (an empty text, which no key equals).
macro_rules! record_needed {
    (required $key:literal) => {
        $key
    };
    (optional $key:literal) => {
        ""
    };
}

/// Unwraps a required field (its absence or mistake was already reported).
macro_rules! record_take {
    (required $field:ident) => {
        $field?
    };
    (optional $field:ident) => {
        $field
    };
}

pub(crate) use {record, record_needed, record_take, record_type};
